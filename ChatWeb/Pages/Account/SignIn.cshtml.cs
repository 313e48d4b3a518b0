using ChatWeb.Accounts;
using ChatWeb.Rooms;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace ChatWeb.Pages.Account;

public sealed class SignInModel(
    ChatSignInManager signIn,
    ChatUserManager users,
    FailedSignIns failures,
    Registration registration,
    MembershipService membership,
    IStringLocalizer<AccountTexts> texts) : AccountPage
{
    [BindProperty]
    public string? Email { get; set; }

    [BindProperty]
    public string? Password { get; set; }

    [BindProperty]
    public bool Remember { get; set; } = true;

    public bool MayRegister => registration.IsOpen || (registration.Mode == RegistrationMode.Invitation && Onward.ContainsKey("invitation"));

    public IActionResult OnGet() => User.IsSignedIn() ? Back() : Page();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var address = HttpContext.Connection.RemoteIpAddress;
        if (failures.Begin(address) is { } wait)
        {
            return TooMany(wait, texts["SignIn.TooMany"]);
        }

        var email = Email?.Trim();
        if (!AccountRules.IsSound(email) || !AccountRules.IsSound(Password))
        {
            return Wrong();
        }

        var result = await signIn.PasswordSignInAsync(email!, Password!, Remember, lockoutOnFailure: true);
        if (result.Succeeded)
        {
            failures.Succeeded(address);
            var user = await users.FindByNameAsync(email!);
            return await ArriveAsync(membership, user!.Id, cancellationToken);
        }

        if (result.RequiresTwoFactor)
        {
            failures.Succeeded(address);
            return RedirectToPage("/Account/SignInCode", new { ReturnUrl, Invitation, Remember });
        }

        return Wrong(result.IsNotAllowed ? "SignIn.Banned" : result.IsLockedOut ? "SignIn.Locked" : "SignIn.Wrong");
    }

    private PageResult Wrong(string sentence = "SignIn.Wrong")
    {
        ModelState.AddModelError("", texts[sentence]);
        return Refused();
    }
}
