using Microsoft.AspNetCore.Identity;

namespace ChatWeb.Accounts;

/// <summary>A person with an account. The user name is the e-mail, which other people never see.</summary>
public sealed class ChatUser : IdentityUser<Guid>
{
    public ChatUser() => Id = Guid.CreateVersion7();

    /// <summary>What others see; 1 to <see cref="DisplayNames.MaxLength"/> code points, see <see cref="DisplayNames"/>.</summary>
    public string DisplayName
    {
        get;
        set => (field, NameKey) = (value, NameKeys.Of(value));
    } = "";

    /// <summary>The same as others look for it, see <see cref="NameKeys"/>.</summary>
    public string NameKey { get; private set; } = "";

    public UserRole Role { get; set; }

    /// <summary>The language of the interface (<c>ko</c>, <c>en</c>), or null to follow the browser.</summary>
    public string? Language { get; set; }

    public ThemeChoice Theme { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Since when the account may not sign in; null when it may. Who decided it and why is moderation's to know.</summary>
    public DateTimeOffset? BannedAt { get; set; }
}

/// <summary>What a user may do on the whole server; roles inside a room are apart.</summary>
public enum UserRole
{
    Member = 0,
    Moderator = 1,
    Administrator = 2,
}

public enum ThemeChoice
{
    System = 0,
    Light = 1,
    Dark = 2,
}
