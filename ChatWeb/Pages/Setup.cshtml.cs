using System.Globalization;
using ChatWeb.Accounts;
using ChatWeb.Data;
using ChatWeb.Http;
using Microsoft.AspNetCore.Mvc;

namespace ChatWeb.Pages;

/// <summary>The first page of a new server.</summary>
public sealed class SetupModel(InstallationState installation, SetUpService setUp, ChatSignInManager signIn) : AccountPage
{
    [BindProperty]
    public string? ServerName { get; set; }

    [BindProperty]
    public string? Email { get; set; }

    [BindProperty]
    public string? Password { get; set; }

    /// <summary>Whether there is still something to set up; false also for whoever came second.</summary>
    public bool IsOpen => !installation.IsSetUp;

    public IActionResult OnGet() => IsOpen ? Page() : LocalRedirect("/");

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        try
        {
            var done = await setUp.RunAsync(new NewServer(ServerName, Email?.Trim(), Password), cancellationToken);
            await signIn.SignInAsync(done.Administrator, isPersistent: true);
            return LocalRedirect(string.Create(CultureInfo.InvariantCulture, $"/rooms/{done.RoomId}"));
        }
        catch (ProblemException problem)
        {
            return Refused(problem);
        }
        catch (AccountRefusedException refused)
        {
            return Refused(refused.Errors);
        }
    }
}
