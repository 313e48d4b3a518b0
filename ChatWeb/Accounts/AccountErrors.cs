using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Localization;

namespace ChatWeb.Accounts;

/// <summary>Identity's refusals in the reader's language. The user name is the e-mail, so both say the same.</summary>
internal sealed class AccountErrors(IStringLocalizer<AccountTexts> texts) : IdentityErrorDescriber
{
    public override IdentityError DefaultError() => Error(nameof(DefaultError), texts["Error.Default"]);

    public override IdentityError ConcurrencyFailure() => Error(nameof(ConcurrencyFailure), texts["Error.Concurrency"]);

    public override IdentityError PasswordMismatch() => Error(nameof(PasswordMismatch), texts["Password.Mismatch"]);

    public override IdentityError PasswordTooShort(int length) => Error(nameof(PasswordTooShort), texts["Password.TooShort", length]);

    public override IdentityError InvalidEmail(string? email) => Error(nameof(InvalidEmail), texts["Email.Invalid"]);

    public override IdentityError InvalidUserName(string? userName) => Error(nameof(InvalidUserName), texts["Email.Invalid"]);

    public override IdentityError DuplicateEmail(string email) => Error(nameof(DuplicateEmail), texts["Email.Taken"]);

    public override IdentityError DuplicateUserName(string userName) => Error(nameof(DuplicateUserName), texts["Email.Taken"]);

    /// <summary>A password that is too long, or no text.</summary>
    public IdentityError PasswordUnsound() => Error(nameof(PasswordUnsound), texts["Password.Unsound", AccountRules.MaxLength]);

    /// <summary>The form field that a refusal belongs to; empty for the form as a whole.</summary>
    public static string FieldOf(IdentityError error) => error.Code switch
    {
        nameof(PasswordMismatch) => "CurrentPassword",
        nameof(InvalidEmail) or nameof(InvalidUserName) or nameof(DuplicateEmail) or nameof(DuplicateUserName) => "Email",
        _ when error.Code.StartsWith("Password", StringComparison.Ordinal) => "Password",
        _ => "",
    };

    private static IdentityError Error(string code, string sentence) => new() { Code = code, Description = sentence };
}
