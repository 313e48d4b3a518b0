using ChatWeb.Data;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace ChatWeb.Accounts;

/// <summary>
/// Issues cookies anew now and then, with what has changed about their user. When the database can't be asked the
/// cookie stays as it is: the check that follows fails the request with its reason, and in here the failure would
/// meet the page of the error as well.
/// </summary>
internal sealed class ChatStampValidator(
    IOptions<SecurityStampValidatorOptions> options,
    SignInManager<ChatUser> signIn,
    ILoggerFactory loggers) : SecurityStampValidator<ChatUser>(options, signIn, loggers)
{
    public override async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        try
        {
            await base.ValidateAsync(context);
        }
        catch (Exception exception) when (exception.IsDatabaseFailure())
        {
            // Asked again by SessionCheck, which reports it.
        }
    }
}
