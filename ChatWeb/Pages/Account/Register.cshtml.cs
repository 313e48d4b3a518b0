using ChatWeb.Accounts;
using ChatWeb.Http;
using ChatWeb.Rooms;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace ChatWeb.Pages.Account;

public sealed class RegisterModel(
    ChatUserManager users,
    ChatSignInManager signIn,
    Registration registration,
    MembershipService membership,
    IStringLocalizer<AccountTexts> texts) : AccountPage
{
    [BindProperty]
    public string? Email { get; set; }

    [BindProperty]
    public string? DisplayName { get; set; }

    [BindProperty]
    public string? Password { get; set; }

    /// <summary>The room that somebody was invited to.</summary>
    public RoomView? Room { get; private set; }

    public bool IsOpen => registration.IsOpenTo(Room);

    public RegistrationMode Mode => registration.Mode;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (User.IsSignedIn())
        {
            return Back();
        }

        Room = await registration.InvitationAsync(Invitation, cancellationToken);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        Room = await registration.InvitationAsync(Invitation, cancellationToken);
        if (!IsOpen)
        {
            return Refused(StatusCodes.Status403Forbidden);
        }

        var email = Email?.Trim() ?? "";
        var user = new ChatUser { Email = email, UserName = email };
        try
        {
            user.DisplayName = string.IsNullOrWhiteSpace(DisplayName) ? "" : DisplayNames.Clean(DisplayName, texts);
        }
        catch (ProblemException problem)
        {
            return Refused(problem);
        }

        var created = await users.CreateAsync(user, Password ?? "");
        if (!created.Succeeded)
        {
            return Refused(created.Errors);
        }

        await signIn.SignInAsync(user, isPersistent: true);
        return await ArriveAsync(membership, user.Id, cancellationToken);
    }
}
