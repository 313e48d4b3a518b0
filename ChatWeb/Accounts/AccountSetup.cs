using ChatWeb.Data;

namespace ChatWeb.Accounts;

public static class AccountSetup
{
    public static WebApplicationBuilder AddAccounts(this WebApplicationBuilder builder)
    {
        builder.Services.AddIdentityApiEndpoints<ChatUser>().AddEntityFrameworkStores<ChatDbContext>();
        builder.Services.AddAuthorization();
        return builder;
    }

    public static void UseAccounts(this WebApplication app)
    {
        app.UseAuthentication();
        app.UseRequestLocalization();
        app.UseAuthorization();
    }

    public static void MapAccounts(this WebApplication app) => app.MapGroup("/api/identity").MapIdentityApi<ChatUser>();

    public static Task SetUpUnattendedAsync(this WebApplication app, CancellationToken cancellationToken) => Task.CompletedTask;
}
