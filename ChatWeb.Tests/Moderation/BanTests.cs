using System.Net;
using System.Net.Http.Json;
using ChatWeb.Accounts;
using ChatWeb.Data;
using ChatWeb.Http;
using ChatWeb.Moderation;
using ChatWeb.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ChatWeb.Tests.Moderation;

/// <summary>How open streams end with a ban: <see cref="Streaming.RevocationTests"/>.</summary>
public sealed class BanTests : IDisposable
{
    private const string Email = "spammer@example.org";

    private readonly ProgramInside _program = new();

    public void Dispose() => _program.Dispose();

    [Fact]
    public async Task A_banned_account_is_told_so_at_sign_in_and_only_after_its_password()
    {
        using var browser = await BrowserSession.RegisterAsync(_program.Address, Email);
        await BanAsync(Email);

        Assert.False(await browser.IsSignedInAsync());
        using var refused = await browser.SignInAsync(Email);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("This account has been banned", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var wrong = await browser.SignInAsync(Email, "not the password");
        Assert.DoesNotContain("banned", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, await LoginAsync());
    }

    [Fact]
    public async Task Tokens_are_not_refreshed_for_a_banned_account()
    {
        using var http = new HttpClient { BaseAddress = _program.Address };
        using var browser = await BrowserSession.RegisterAsync(_program.Address, Email);
        using var login = await http.PostAsJsonAsync("/api/identity/login", new { email = Email, password = BrowserSession.Password });
        var tokens = await login.Content.ReadFromJsonAsync<WireTokens>();
        await BanAsync(Email);

        using var refreshed = await http.PostAsJsonAsync("/api/identity/refresh", new { refreshToken = tokens!.RefreshToken });
        Assert.Equal(HttpStatusCode.Unauthorized, refreshed.StatusCode);
    }

    [Fact]
    public async Task A_ban_can_be_lifted_and_what_was_said_is_still_there()
    {
        using var spammer = await ChatApi.RegisterAsync(_program.Address);
        await spammer.JoinAsync(1);
        await spammer.PostAsync(1, "Buy this");
        await BanAsync(spammer.Email);
        await BanAsync(spammer.Email); // again: nothing changes
        using var refused = await spammer.Http.GetAsync("/api/chat/rooms");
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);

        await LiftAsync(spammer.Email);
        await LiftAsync(spammer.Email);
        using var back = await ChatApi.SignInAsync(_program.Address, spammer.Email);
        Assert.Equal("Buy this", Assert.Single((await back.PageAsync(1)).Messages).Body);
        await using var db = await ContextAsync();
        var sanction = await db.Sanctions.SingleAsync();
        Assert.Equal("Spam.", sanction.Reason);
        Assert.NotNull(sanction.LiftedAt);
    }

    [Theory]
    [InlineData(UserRole.Member, UserRole.Member, false)]
    [InlineData(UserRole.Moderator, UserRole.Member, true)]
    [InlineData(UserRole.Moderator, UserRole.Moderator, false)]
    [InlineData(UserRole.Moderator, UserRole.Administrator, false)]
    [InlineData(UserRole.Administrator, UserRole.Moderator, true)]
    [InlineData(UserRole.Administrator, UserRole.Administrator, true)]
    public async Task Moderators_ban_people_and_administrators_everybody(UserRole by, UserRole whom, bool may)
    {
        using var first = await ChatApi.RegisterAsync(_program.Address);
        using var second = await ChatApi.RegisterAsync(_program.Address);
        await SetRoleAsync(first.Email, by);
        await SetRoleAsync(second.Email, whom);

        var ban = BanAsync(second.Email, first.Email);
        if (may)
        {
            await ban;
        }
        else
        {
            Assert.Equal(StatusCodes.Status403Forbidden, (await Assert.ThrowsAsync<ProblemException>(() => ban)).Status);
        }

        using var answer = await second.Http.GetAsync("/api/chat/rooms");
        Assert.Equal(may ? HttpStatusCode.Unauthorized : HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Nobody_bans_themself_and_of_two_who_ban_each_other_one_remains()
    {
        using var second = await ChatApi.RegisterAsync(_program.Address);
        await SetRoleAsync(second.Email, UserRole.Administrator);
        var own = await Assert.ThrowsAsync<ProblemException>(() => BanAsync(second.Email, second.Email));
        Assert.Equal(StatusCodes.Status403Forbidden, own.Status);

        Task[] both = [BanAsync(second.Email), BanAsync(ChatServer.AdminEmail, second.Email)];
        await Task.WhenAll(both.Select(ban => ban.ContinueWith(_ => { }, TaskScheduler.Default)));
        Assert.Equal(1, both.Count(ban => ban.IsCompletedSuccessfully));
        await using var db = await ContextAsync();
        Assert.Equal(1, await db.Users.CountAsync(u => u.Role == UserRole.Administrator && u.BannedAt == null));
    }

    [Fact]
    public async Task Signing_in_while_being_banned_does_not_slip_through()
    {
        using var browser = await BrowserSession.RegisterAsync(_program.Address, Email);
        for (var round = 0; round < 15; round++)
        {
            var signingIn = Enumerable.Range(0, 3).Select(async _ =>
            {
                using var http = new HttpClient { BaseAddress = _program.Address };
                using var login = await http.PostAsJsonAsync("/api/identity/login", new { email = Email, password = BrowserSession.Password });
                return login.IsSuccessStatusCode ? await login.Content.ReadFromJsonAsync<WireTokens>() : null;
            }).ToList();
            await BanAsync(Email);
            foreach (var tokens in await Task.WhenAll(signingIn))
            {
                using var http = new HttpClient { BaseAddress = _program.Address };
                http.DefaultRequestHeaders.Authorization = new("Bearer", tokens?.AccessToken ?? "none");
                using var answer = await http.GetAsync("/api/chat/rooms");
                Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            }

            await LiftAsync(Email);
        }

        Assert.Equal(HttpStatusCode.OK, await LoginAsync());
    }

    private async Task<HttpStatusCode> LoginAsync()
    {
        using var http = new HttpClient { BaseAddress = _program.Address };
        using var login = await http.PostAsJsonAsync("/api/identity/login", new { email = Email, password = BrowserSession.Password });
        return login.StatusCode;
    }

    private Task BanAsync(string email, string by = ChatServer.AdminEmail) =>
        DecideAsync(email, by, (bans, byId, id) => bans.BanAsync(byId, id, "Spam.", CancellationToken.None));

    private Task LiftAsync(string email) =>
        DecideAsync(email, ChatServer.AdminEmail, (bans, byId, id) => bans.LiftAsync(byId, id, CancellationToken.None));

    private async Task DecideAsync(string email, string by, Func<BanService, Guid, Guid, Task> decide)
    {
        await using var scope = _program.Services.CreateAsyncScope();
        await using var db = await ContextAsync();
        var ids = await db.Users.ToDictionaryAsync(u => u.Email!, u => u.Id);
        await decide(scope.ServiceProvider.GetRequiredService<BanService>(), ids[by], ids[email]);
    }

    private async Task SetRoleAsync(string email, UserRole role)
    {
        await using var db = await ContextAsync();
        await db.Users.Where(u => u.Email == email).ExecuteUpdateAsync(set => set.SetProperty(u => u.Role, role));
    }

    private Task<ChatDbContext> ContextAsync() =>
        _program.Services.GetRequiredService<IDbContextFactory<ChatDbContext>>().CreateDbContextAsync();
}
