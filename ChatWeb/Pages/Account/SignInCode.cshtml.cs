using ChatWeb.Accounts;
using ChatWeb.Rooms;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace ChatWeb.Pages.Account;

/// <summary>The second step for accounts that a program has given a second factor.</summary>
public sealed class SignInCodeModel(
    ChatSignInManager signIn,
    FailedSignIns failures,
    MembershipService membership,
    IStringLocalizer<AccountTexts> texts) : AccountPage
{
    /// <summary>An authenticator's code has this many digits; a recovery code is longer.</summary>
    private const int CodeLength = 6;

    [BindProperty]
    public string? Code { get; set; }

    [BindProperty(SupportsGet = true)]
    public bool Remember { get; set; }

    public async Task<IActionResult> OnGetAsync() =>
        await signIn.GetTwoFactorAuthenticationUserAsync() is null ? RedirectToPage("/Account/SignIn", Onward) : Page();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (await signIn.GetTwoFactorAuthenticationUserAsync() is not { } user)
        {
            return RedirectToPage("/Account/SignIn", Onward);
        }

        var address = HttpContext.Connection.RemoteIpAddress;
        if (failures.Begin(address) is { } wait)
        {
            return TooMany(wait, texts["SignIn.TooMany"]);
        }

        var code = new string([.. (Code ?? "").Where(c => !char.IsWhiteSpace(c))]);
        var sound = code.Length > 0 && AccountRules.IsSound(code);
        var result = !sound ? Microsoft.AspNetCore.Identity.SignInResult.Failed
            : code.Length == CodeLength ? await signIn.TwoFactorAuthenticatorSignInAsync(code, Remember, rememberClient: false)
            : await signIn.TwoFactorRecoveryCodeSignInAsync(code);
        if (result.Succeeded)
        {
            failures.Succeeded(address);
            return await ArriveAsync(membership, user.Id, cancellationToken);
        }

        ModelState.AddModelError("Code", texts[result.IsNotAllowed ? "SignIn.Banned" : result.IsLockedOut ? "SignIn.Locked" : "Code.Wrong"]);
        return Refused();
    }
}
