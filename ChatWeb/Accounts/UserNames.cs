using ChatWeb.Data;

namespace ChatWeb.Accounts;

/// <summary>A user as other features may know them.</summary>
public sealed class UserName
{
    public required Guid Id { get; init; }

    /// <summary>The name that others see.</summary>
    public required string Name { get; init; }
}

public static class UserNames
{
    /// <summary>The names of all users, to join with what refers to users; nothing else of an account leaves this folder.</summary>
    public static IQueryable<UserName> Names(this ChatDbContext db) =>
        db.Users.Select(u => new UserName { Id = u.Id, Name = u.DisplayName });
}
