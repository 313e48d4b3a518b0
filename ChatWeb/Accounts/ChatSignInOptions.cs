using System.ComponentModel.DataAnnotations;

namespace ChatWeb.Accounts;

/// <summary>How much guessing of passwords the server bears: <c>Chat:SignIn</c>.</summary>
public sealed class ChatSignInOptions
{
    public const string Section = "Chat:SignIn";

    /// <summary>Failed sign-ins of one remote address in a minute, pages and API together.</summary>
    [Range(1, int.MaxValue, ErrorMessage = "Chat:SignIn:PerMinute must be a positive whole number.")]
    public int PerMinute { get; set; } = 60;

    /// <summary>Failed sign-ins in a row that lock one account.</summary>
    [Range(1, int.MaxValue, ErrorMessage = "Chat:SignIn:LockoutFailures must be a positive whole number.")]
    public int LockoutFailures { get; set; } = 5;

    /// <summary>How long an account stays locked.</summary>
    [Range(1, 60 * 24 * 365, ErrorMessage = "Chat:SignIn:LockoutMinutes must be a whole number from 1 to 525600.")]
    public int LockoutMinutes { get; set; } = 5;

    /// <summary>After how long a browser takes over what was changed elsewhere: its user's name, language, role. That a session ended is noticed at once.</summary>
    [Range(1, 60 * 60 * 24, ErrorMessage = "Chat:SignIn:RevalidateSeconds must be a whole number from 1 to 86400.")]
    public int RevalidateSeconds { get; set; } = 60;
}
