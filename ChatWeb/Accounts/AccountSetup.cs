using ChatWeb.Data;
using ChatWeb.Streaming;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace ChatWeb.Accounts;

public static class AccountSetup
{
    private const int MinPasswordLength = 8;

    /// <summary>Users, sessions by cookie or token, antiforgery, registration and the set-up of an empty server.</summary>
    public static WebApplicationBuilder AddAccounts(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<ChatSignInOptions>().BindConfiguration(ChatSignInOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<RegistrationOptions>().ValidateOnStart();
        services.AddSingleton<ReadRegistration>();
        services.AddSingleton<IConfigureOptions<RegistrationOptions>>(provider => provider.GetRequiredService<ReadRegistration>());
        services.AddSingleton<IValidateOptions<RegistrationOptions>>(provider => provider.GetRequiredService<ReadRegistration>());

        services.AddKeysInDatabase();
        services.AddCookieOrBearer();
        services.AddAuthorization();
        services.AddUsers();
        services.AddAntiforgery(antiforgery =>
        {
            antiforgery.HeaderName = AntiforgeryByCookie.TokenName;
            antiforgery.FormFieldName = AntiforgeryByCookie.TokenName;
            antiforgery.Cookie.Name = "ChatWeb.Antiforgery";
            antiforgery.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest; // like the sign-in cookie's
        });
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = false);

        services.AddSingleton<FailedSignIns>();
        services.AddSingleton<SetUpGate>();
        services.AddSingleton<SessionQueries>();
        services.AddSingleton<SessionService>();
        services.AddSingleton<AccountBans>();
        services.AddSingleton<SessionCheck>();
        services.AddSingleton<RevocationLog>();
        services.AddSingleton<IStreamRights, StreamRights>();
        services.AddClusterTask<SessionSweep>();
        services.AddSingleton<AntiforgeryByCookie>();
        services.AddScoped<Registration>();
        services.AddScoped<SetUpService>();
        return builder;
    }

    /// <summary>Who asks, in which language, and whether they may. After routing.</summary>
    public static void UseAccounts(this WebApplication app)
    {
        app.UseAuthentication();
        app.UseMiddleware<SessionCheck>();
        app.UseRequestLocalization();
        app.UseMiddleware<SetUpGate>();
        app.UseMiddleware<AntiforgeryByCookie>();
        app.UseAuthorization();
    }

    public static void MapAccounts(this WebApplication app) => app.MapIdentityApi();

    /// <summary>Sets an empty server up from its settings, if they say so.</summary>
    public static Task SetUpUnattendedAsync(this WebApplication app, CancellationToken cancellationToken) =>
        UnattendedSetUp.RunAsync(app.Services, cancellationToken);

    private static void AddUsers(this IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        services.AddIdentityCore<ChatUser>(identity =>
            {
                identity.User.RequireUniqueEmail = true;
                identity.User.AllowedUserNameCharacters = ""; // an e-mail may hold any; AccountRules refuses what is none
                identity.Password = new PasswordOptions
                {
                    RequiredLength = MinPasswordLength,
                    RequiredUniqueChars = 1,
                    RequireDigit = false,
                    RequireLowercase = false,
                    RequireUppercase = false,
                    RequireNonAlphanumeric = false,
                };
            })
            .AddEntityFrameworkStores<ChatDbContext>()
            .AddUserManager<ChatUserManager>()
            .AddErrorDescriber<AccountErrors>()
            .AddUserValidator<AccountRules>()
            .AddPasswordValidator<AccountRules>()
            .AddClaimsPrincipalFactory<ChatClaimsFactory>()
            .AddApiEndpoints()
            .AddSignInManager<ChatSignInManager>();
        services.AddScoped<ISecurityStampValidator, ChatStampValidator>(); // after Identity's own
        services.AddOptions<IdentityOptions>().Configure<IOptions<ChatSignInOptions>>((identity, signIn) =>
        {
            identity.Lockout.MaxFailedAccessAttempts = signIn.Value.LockoutFailures;
            identity.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(signIn.Value.LockoutMinutes);
        });
    }
}
