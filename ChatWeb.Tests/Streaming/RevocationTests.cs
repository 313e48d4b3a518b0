using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using ChatWeb.Accounts;
using ChatWeb.Moderation;
using ChatWeb.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace ChatWeb.Tests.Streaming;

/// <summary>A stream ends within a second when its session does, however that came about; without the bus, a sweep later.</summary>
public sealed class RevocationTests
{
    private const string Email = "listens@example.org";

    public enum End
    {
        SignOut,
        Everywhere,
        PasswordOnThePage,
        PasswordByProgram,
        Lockout,
        EndAll,
        Ban,
    }

    public static TheoryData<End, bool> Ends => [.. from end in Enum.GetValues<End>() from bus in (bool[])[true, false] select (end, bus)];

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task A_stream_ends_with_its_session(End end, bool bus)
    {
        using var program = new ProgramInside(Revocations.Bus(bus));
        using var browser = await BrowserSession.RegisterAsync(program.Address, Email);
        using var phone = new BrowserSession(program.Address);
        using var signedIn = await phone.SignInAsync(Email);
        using var api = await ChatApi.SignInAsync(program.Address, Email, BrowserSession.Password);
        using var neighbour = await ChatApi.RegisterAsync(program.Address);
        await using var own = Revocations.Open(browser.Http);
        await using var second = Revocations.Open(browser.Http);
        await using var mobile = Revocations.Open(phone.Http);
        await using var machine = Revocations.Open(api.Http);
        await using var theirs = Revocations.Open(neighbour.Http);
        SseClient[] all = [own, second, mobile, machine, theirs];
        foreach (var stream in all)
        {
            await stream.NextAsync("connection_ack");
        }

        await EndAsync(end, program, browser, api);
        var watch = Stopwatch.StartNew();
        SseClient[] ended = end == End.SignOut ? [own, second] : [own, second, mobile, machine];
        foreach (var stream in ended)
        {
            Assert.Equal("signed_out", (await stream.NextAsync("bye")).Json.GetProperty("reason").GetString());
            await stream.Closed.WaitAsync(SseClient.Patience);
        }

        var limit = Revocations.Limit(bus);
        Assert.True(watch.Elapsed < limit, $"The streams ended after {watch.Elapsed}.");

        // Who was not meant is still there.
        await neighbour.JoinAsync(1);
        await neighbour.PostAsync(1, "still here?");
        foreach (var stream in all.Except(ended))
        {
            await stream.NextAsync("new_message");
        }
    }

    [Fact]
    public async Task The_lock_after_failed_sign_ins_ends_no_session_and_that_of_an_administrator_does()
    {
        using var program = new ProgramInside();
        using var browser = await BrowserSession.RegisterAsync(program.Address, Email);
        await using var stream = Revocations.Open(browser.Http);
        await stream.NextAsync("connection_ack");
        using var stranger = new BrowserSession(program.Address);
        for (var i = 0; i < 6; i++)
        {
            using var guess = await stranger.SignInAsync(Email, "a guess at it");
            Assert.Equal(HttpStatusCode.BadRequest, guess.StatusCode);
        }

        Assert.True(await browser.IsSignedInAsync());
        await EndAsync(End.Lockout, program, browser, api: null);

        Assert.Equal("signed_out", (await stream.NextAsync("bye")).Json.GetProperty("reason").GetString());
        Assert.False(await browser.IsSignedInAsync());
        using var refused = await browser.SignInAsync(Email);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        using var http = new HttpClient { BaseAddress = program.Address };
        using var login = await http.PostAsJsonAsync("/api/identity/login", new { email = Email, password = BrowserSession.Password });
        Assert.Equal(HttpStatusCode.Unauthorized, login.StatusCode);
    }

    private static async Task EndAsync(End end, ProgramInside program, BrowserSession browser, ChatApi? api)
    {
        switch (end)
        {
            case End.SignOut:
                using (var left = await browser.SubmitAsync("/account/profile", [], action: "/account/sign-out"))
                {
                    Assert.Equal(HttpStatusCode.Redirect, left.StatusCode);
                }

                break;
            case End.Everywhere:
                using (var left = await browser.SubmitAsync("/account/profile", [], "/account/profile?handler=Everywhere"))
                {
                    Assert.Equal(HttpStatusCode.Redirect, left.StatusCode);
                }

                break;
            case End.PasswordOnThePage:
                using (var changed = await browser.ChangePasswordAsync())
                {
                    Assert.Equal(HttpStatusCode.Redirect, changed.StatusCode);
                }

                break;
            case End.PasswordByProgram:
                using (var changed = await api!.Http.PostAsJsonAsync(
                    "/api/identity/manage/info", new { oldPassword = BrowserSession.Password, newPassword = "new password" }))
                {
                    Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
                }

                break;
            default:
                await using (var scope = program.Services.CreateAsyncScope())
                {
                    var users = scope.ServiceProvider.GetRequiredService<ChatUserManager>();
                    var user = await users.FindByEmailAsync(Email);
                    if (end == End.Ban)
                    {
                        var admin = await users.FindByEmailAsync(ChatServer.AdminEmail);
                        await scope.ServiceProvider.GetRequiredService<BanService>().BanAsync(admin!.Id, user!.Id, "Spam.", CancellationToken.None);
                    }
                    else if (end == End.Lockout)
                    {
                        Assert.True((await users.SetLockoutEndDateAsync(user!, DateTimeOffset.MaxValue)).Succeeded);
                    }
                    else
                    {
                        await scope.ServiceProvider.GetRequiredService<SessionService>().EndAllAsync(user!.Id, CancellationToken.None);
                    }
                }

                break;
        }
    }
}
