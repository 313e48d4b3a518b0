using ChatWeb.Accounts;
using ChatWeb.Http;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace ChatWeb.Pages.Account;

[Authorize]
public sealed class ProfileModel(
    ChatUserManager users,
    ChatSignInManager signIn,
    SessionService sessions,
    FailedSignIns failures,
    IStringLocalizer<AccountTexts> texts) : AccountPage
{
    private static readonly TimeSpan LanguageCookieLife = TimeSpan.FromDays(365);

    [BindProperty]
    public string? DisplayName { get; set; }

    [BindProperty]
    public string? Language { get; set; }

    [BindProperty]
    public ThemeChoice Theme { get; set; }

    [BindProperty]
    public string? CurrentPassword { get; set; }

    [BindProperty]
    public string? Password { get; set; }

    /// <summary>What has just been saved.</summary>
    [FromQuery]
    public string? Saved { get; set; }

    public string Email { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync()
    {
        if (await users.GetUserAsync(User) is not { } user)
        {
            return Challenge();
        }

        Show(user);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (await users.GetUserAsync(User) is not { } user)
        {
            return Challenge();
        }

        Email = user.Email!;
        var language = Cultures.Supported.FirstOrDefault(c => c.Name == Language)?.Name;
        if (ModelState[nameof(Theme)] is { Errors.Count: > 0 } || !Enum.IsDefined(Theme) || (language is null && !string.IsNullOrEmpty(Language)))
        {
            return Refused([new AccountErrors(texts).DefaultError()]);
        }

        try
        {
            user.DisplayName = DisplayNames.Clean(DisplayName, texts);
        }
        catch (ProblemException problem)
        {
            return Refused(problem);
        }

        (user.Language, user.Theme) = (language, Theme);
        var updated = await users.UpdateAsync(user);
        if (!updated.Succeeded)
        {
            return Refused(updated.Errors);
        }

        RememberLanguage(language);
        await signIn.RefreshSignInAsync(user);
        return RedirectToPage(new { saved = "profile" });
    }

    public async Task<IActionResult> OnPostPasswordAsync()
    {
        if (await users.GetUserAsync(User) is not { } user)
        {
            return Challenge();
        }

        ModelState.Clear(); // the other form's fields are not in this one
        Show(user);
        var address = HttpContext.Connection.RemoteIpAddress;
        if (failures.Begin(address) is { } wait)
        {
            return TooMany(wait, texts["SignIn.TooMany"]);
        }

        // Changes the security stamp too, and with it ends every session, this one included; the browser gets a new one.
        var changed = await users.ChangePasswordAsync(user, CurrentPassword ?? "", Password ?? "");
        if (!changed.Succeeded)
        {
            if (changed.Errors.All(e => AccountErrors.FieldOf(e) != nameof(CurrentPassword)))
            {
                failures.Succeeded(address);
            }

            return Refused(changed.Errors);
        }

        failures.Succeeded(address);
        await signIn.RefreshSignInAsync(user);
        return RedirectToPage(new { saved = "password" });
    }

    public async Task<IActionResult> OnPostEverywhereAsync()
    {
        await sessions.EndAllAsync(User.Id(), CancellationToken.None);
        await signIn.SignOutAsync();
        return RedirectToPage("/Account/SignIn");
    }

    private void Show(ChatUser user) =>
        (Email, DisplayName, Language, Theme) = (user.Email!, user.DisplayName, user.Language, user.Theme);

    /// <summary>So that the sign-in page of this browser speaks the same language.</summary>
    private void RememberLanguage(string? language)
    {
        var name = CookieRequestCultureProvider.DefaultCookieName;
        if (language is null)
        {
            Response.Cookies.Delete(name);
            return;
        }

        Response.Cookies.Append(name, CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(language)), new CookieOptions
        {
            MaxAge = LanguageCookieLife,
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Secure = Request.IsHttps,
            IsEssential = true,
        });
    }
}
