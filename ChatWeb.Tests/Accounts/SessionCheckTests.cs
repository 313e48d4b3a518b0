using System.Net;
using System.Security.Claims;
using ChatWeb.Accounts;
using ChatWeb.Data;
using ChatWeb.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ChatWeb.Tests.Accounts;

/// <summary>The check of every request, where it takes more than a browser to see it.</summary>
public sealed class SessionCheckTests
{
    [Fact]
    public async Task Cookies_and_tokens_that_name_no_session_or_another_users_are_as_if_signed_out()
    {
        using var program = new ProgramInside();
        using var other = await ChatApi.RegisterAsync(program.Address);
        await using var scope = program.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<ChatUserManager>();
        var admin = (await users.FindByEmailAsync(ChatServer.AdminEmail))!;
        var stranger = (await users.FindByEmailAsync(other.Email))!;
        var db = scope.ServiceProvider.GetRequiredService<ChatDbContext>();
        var session = await db.SignInSessions.SingleAsync(s => s.UserId == stranger.Id, TestContext.Current.CancellationToken);
        var claims = scope.ServiceProvider.GetRequiredService<IUserClaimsPrincipalFactory<ChatUser>>();

        foreach (var sid in (string?[])[null, "", "nonsense", Guid.Empty.ToString(), Guid.NewGuid().ToString(), session.Id.ToString()])
        {
            var principal = await claims.CreateAsync(admin);
            if (sid is not null)
            {
                ((ClaimsIdentity)principal.Identity!).AddClaim(new Claim("sid", sid));
            }

            Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(program, Cookie(program, principal)));
            Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(program, Token(program, principal)));
        }

        // The same way in, with a session that is theirs.
        var own = await claims.CreateAsync(stranger);
        ((ClaimsIdentity)own.Identity!).AddClaim(new Claim("sid", session.Id.ToString()));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(program, Cookie(program, own)));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(program, Token(program, own)));
    }

    [Fact]
    public async Task A_database_that_can_not_be_asked_signs_nobody_out()
    {
        var clock = new ShiftedClock();
        using var program = new ProgramInside(services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock)));
        using var browser = await BrowserSession.RegisterAsync(program.Address, "patient@example.org");
        using var api = await ChatApi.AdminAsync(program.Address);
        clock.Ahead = TimeSpan.FromMinutes(2); // the cookie is due to be issued anew
        await RenameAsync(program, "SignInSessions", "Elsewhere");

        using var refused = await api.Http.GetAsync("/api/chat/rooms", TestContext.Current.CancellationToken);
        using var page = await browser.Http.GetAsync("/rooms", TestContext.Current.CancellationToken);
        using var health = await browser.Http.GetAsync("/health/live", TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable), (refused.StatusCode, page.StatusCode));
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType?.MediaType);
        Assert.Contains("<h1>", await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);

        await RenameAsync(program, "Elsewhere", "SignInSessions");
        Assert.True(await browser.IsSignedInAsync());
        Assert.NotEmpty(await api.RoomsAsync());
    }

    [Fact]
    public async Task A_sign_in_clears_away_what_the_users_new_stamp_has_ended()
    {
        using var program = new ProgramInside();
        using var first = await ChatApi.AdminAsync(program.Address);
        await using var scope = program.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ChatDbContext>();
        var admin = await db.Users.SingleAsync(TestContext.Current.CancellationToken);
        db.SignInSessions.Add(new SignInSession { UserId = admin.Id, Stamp = "older", ExpiresAt = DateTimeOffset.UtcNow.AddDays(30) });
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);

        using var second = await ChatApi.AdminAsync(program.Address);

        Assert.Equal(2, await db.SignInSessions.CountAsync(TestContext.Current.CancellationToken));
        Assert.NotEmpty(await first.RoomsAsync());
    }

    [Fact]
    public async Task A_session_that_is_used_lives_on()
    {
        using var program = new ProgramInside();
        using var browser = await BrowserSession.RegisterAsync(program.Address, "stays@example.org");
        await using var scope = program.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ChatDbContext>();
        var soon = DateTimeOffset.UtcNow.AddDays(3);
        await db.SignInSessions.ExecuteUpdateAsync(set => set.SetProperty(s => s.ExpiresAt, soon), TestContext.Current.CancellationToken);

        using var saved = await browser.SubmitAsync("/account/profile", new() { ["DisplayName"] = "Stays", ["Language"] = "", ["Theme"] = "System" });

        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        var session = await db.SignInSessions.AsNoTracking().SingleAsync(TestContext.Current.CancellationToken);
        Assert.True(session.ExpiresAt > DateTimeOffset.UtcNow.AddDays(30));
    }

    private static (string Name, string Value) Cookie(ProgramInside program, ClaimsPrincipal principal)
    {
        var options = program.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(IdentityConstants.ApplicationScheme);
        var properties = new AuthenticationProperties { IssuedUtc = DateTimeOffset.UtcNow, ExpiresUtc = DateTimeOffset.UtcNow.AddDays(1) };
        return ("Cookie", "ChatWeb=" + options.TicketDataFormat.Protect(new AuthenticationTicket(principal, properties, IdentityConstants.ApplicationScheme)));
    }

    private static (string Name, string Value) Token(ProgramInside program, ClaimsPrincipal principal)
    {
        var options = program.Services.GetRequiredService<IOptionsMonitor<BearerTokenOptions>>().Get(IdentityConstants.BearerScheme);
        var properties = new AuthenticationProperties { ExpiresUtc = DateTimeOffset.UtcNow.AddHours(1) };
        return ("Authorization", "Bearer " + options.BearerTokenProtector.Protect(
            new AuthenticationTicket(principal, properties, $"{IdentityConstants.BearerScheme}:AccessToken")));
    }

    private static async Task<HttpStatusCode> AskAsync(ProgramInside program, (string Name, string Value) header)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = program.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/chat/rooms");
        request.Headers.Add(header.Name, header.Value);
        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }

    private static async Task RenameAsync(ProgramInside program, string from, string to)
    {
        await using var db = await program.Services.GetRequiredService<IDbContextFactory<ChatDbContext>>().CreateDbContextAsync();
#pragma warning disable EF1002 // names of this test's own
        await db.Database.ExecuteSqlRawAsync($"ALTER TABLE {from} RENAME TO {to}");
#pragma warning restore EF1002
    }
}
