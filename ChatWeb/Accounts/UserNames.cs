using ChatWeb.Data;

namespace ChatWeb.Accounts;

/// <summary>A user as other features may know them.</summary>
public sealed class UserName
{
    public required Guid Id { get; init; }

    /// <summary>The name that others see.</summary>
    public required string Name { get; init; }

    /// <summary>The same as it is looked for, see <see cref="NameKeys"/>.</summary>
    public required string Key { get; init; }
}

public static class UserNames
{
    /// <summary>The names of all users, to join with what refers to users; nothing else of an account leaves this folder.</summary>
    public static IQueryable<UserName> Names(this ChatDbContext db) =>
        db.Users.Select(u => new UserName { Id = u.Id, Name = u.DisplayName, Key = u.NameKey });

    /// <summary>The ids of the server's moderators and administrators.</summary>
    public static IQueryable<Guid> Moderators(this ChatDbContext db) =>
        db.Users.Where(u => u.Role >= UserRole.Moderator).Select(u => u.Id);
}
