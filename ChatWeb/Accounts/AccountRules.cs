using System.Globalization;
using System.Text;
using ChatWeb.Http;
using Microsoft.AspNetCore.Identity;

namespace ChatWeb.Accounts;

/// <summary>What Identity's own validators let pass and an account must not have.</summary>
internal sealed class AccountRules(IdentityErrorDescriber errors) : IUserValidator<ChatUser>, IPasswordValidator<ChatUser>
{
    /// <summary>The longest e-mail and password, in UTF-16 units; the columns hold as many.</summary>
    public const int MaxLength = 256;

    /// <summary>Text that UTF-8 can carry and a database can hold, of no more than <see cref="MaxLength"/>.</summary>
    public static bool IsSound(string? text) => text is { Length: <= MaxLength } && IsWellFormed(text);

    public static bool IsEmail(string? email) =>
        IsSound(email)
        && VisibleText.Check(email, MaxLength, allowNewLines: false) == TextFault.None
        && email!.IndexOf('@') is > 0 and var at && at == email.LastIndexOf('@') && at < email.Length - 1
        && !email.EnumerateRunes().Any(rune => Rune.IsWhiteSpace(rune) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format);

    public Task<IdentityResult> ValidateAsync(UserManager<ChatUser> manager, ChatUser user) =>
        Task.FromResult(IsEmail(user.Email) ? IdentityResult.Success : IdentityResult.Failed(errors.InvalidEmail(user.Email)));

    public Task<IdentityResult> ValidateAsync(UserManager<ChatUser> manager, ChatUser user, string? password) =>
        Task.FromResult(IsSound(password)
            ? IdentityResult.Success
            : IdentityResult.Failed(((AccountErrors)errors).PasswordUnsound()));

    /// <summary>No lone surrogates, and no NUL, at which some databases and hashes stop reading.</summary>
    internal static bool IsWellFormed(string text)
    {
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(rest, out var rune, out var length) != System.Buffers.OperationStatus.Done || rune.Value == 0)
            {
                return false;
            }

            rest = rest[length..];
        }

        return true;
    }
}
