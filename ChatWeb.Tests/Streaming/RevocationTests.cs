using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json;
using ChatWeb.Accounts;
using ChatWeb.Moderation;
using ChatWeb.Streaming;
using ChatWeb.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ChatWeb.Tests.Streaming;

/// <summary>A stream ends within a second when its session does, however that came about; without the bus, a sweep later.</summary>
public sealed class RevocationTests
{
    private const string Email = "listens@example.org";

    /// <summary>From the answer to what ended the session until the goodbye is here, with the bus.</summary>
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(1);

    /// <summary>The same with a bus that loses everything: the sweep passes once a second.</summary>
    private static readonly TimeSpan ByTheSweep = TimeSpan.FromSeconds(2.5);

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
        using var program = new ProgramInside(services => Silence(services, bus));
        using var browser = await BrowserSession.RegisterAsync(program.Address, Email);
        using var phone = new BrowserSession(program.Address);
        using var signedIn = await phone.SignInAsync(Email);
        using var api = await ChatApi.SignInAsync(program.Address, Email, BrowserSession.Password);
        using var neighbour = await ChatApi.RegisterAsync(program.Address);
        await using var own = Open(browser.Http);
        await using var second = Open(browser.Http);
        await using var mobile = Open(phone.Http);
        await using var machine = Open(api.Http);
        await using var theirs = Open(neighbour.Http);
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

        var limit = bus ? AtOnce : ByTheSweep;
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
    public async Task The_browser_that_changed_the_password_listens_again_and_is_left_alone()
    {
        using var program = new ProgramInside();
        using var browser = await BrowserSession.RegisterAsync(program.Address, Email);
        await using var before = Open(browser.Http);
        await before.NextAsync("connection_ack");
        await ChangePasswordAsync(browser);
        await before.NextAsync("bye");

        await using var after = Open(browser.Http);
        await after.NextAsync("connection_ack");
        var bus = program.Services.GetRequiredService<IRoomBus>();
        var user = program.Services.GetRequiredService<OpenStreams>().All.Single().User;
        await bus.PublishAsync(new RevocationSignal(user.UserId, null)); // late, and once more
        await bus.PublishAsync(new RevocationSignal(user.UserId, user.SessionId)); // and a lie

        using var neighbour = await ChatApi.AdminAsync(program.Address);
        await neighbour.PostAsync(1, "still here?");
        await after.NextAsync("new_message"); // which nobody gets after a goodbye
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_stream_that_opens_while_its_session_ends_does_not_slip_through(bool bus)
    {
        using var program = new ProgramInside(services => Silence(services, bus));
        using var room = await ChatApi.AdminAsync(program.Address);
        await Parallel.ForEachAsync(Enumerable.Range(0, 40), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (round, _) =>
        {
            using var person = await ChatApi.SignInAsync(program.Address, ChatServer.AdminEmail, ChatServer.AdminPassword);
            var opening = new List<SseClient>();
            var leaving = Task.Run(() => person.Http.PostAsync("/api/identity/logout", null), CancellationToken.None);
            for (var i = 0; i < 3; i++)
            {
                opening.Add(Open(person.Http));
                await Task.Yield();
            }

            using var left = await leaving;
            Assert.Equal(HttpStatusCode.NoContent, left.StatusCode);
            foreach (var stream in opening)
            {
                await using (stream)
                {
                    await stream.Closed.WaitAsync(SseClient.Patience, CancellationToken.None);
                    var answer = await stream.Answer;
                    var events = stream.Arrived();
                    Assert.True(
                        answer.StatusCode == HttpStatusCode.Unauthorized || events is [.., { Name: "bye" }],
                        $"Round {round}: {answer.StatusCode}, {events.Count} events.");
                }
            }
        });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Streams_of_many_rooms_polls_that_wait_and_sockets_end_too_and_write_nothing_more(bool bus)
    {
        using var program = new ProgramInside(services => Silence(services, bus));
        using var person = await ChatApi.AdminAsync(program.Address);
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", person.Http.DefaultRequestHeaders.Authorization!.ToString());
        using var limit = new CancellationTokenSource(SseClient.Patience);
        await socket.ConnectAsync(new UriBuilder(program.Address) { Scheme = "ws", Path = "/chat/ws/1" }.Uri, limit.Token);
        Assert.Equal("connection_ack", (await ReceiveAsync(socket, limit.Token)).GetProperty("type").GetString());
        var waiting = person.Http.GetAsync("/chat/poll/1?after=0&wait=25", limit.Token);
        await using var own = SseClient.Open(person.Http, "/chat/sse/me");
        await using var events = SseClient.Open(person.Http, "/sse/events?client_id=machine");
        await own.NextAsync("connection_ack");
        await events.NextAsync("connection_ack");
        var open = program.Services.GetRequiredService<OpenStreams>();
        while (open.Count < 4)
        {
            await Task.Delay(10, limit.Token);
        }

        using var left = await person.Http.PostAsync("/api/identity/logout", null, limit.Token);
        var watch = Stopwatch.StartNew();
        Assert.Equal(HttpStatusCode.NoContent, left.StatusCode);
        await socket.SendAsync(
            """{"action":"message","room_id":1,"message":{"body":"from beyond"}}"""u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, limit.Token);

        Assert.Equal("signed_out", (await ReceiveAsync(socket, limit.Token)).GetProperty("reason").GetString());
        Assert.Equal("signed_out", (await own.NextAsync("bye")).Json.GetProperty("reason").GetString());
        Assert.Equal("signed_out", (await events.NextAsync("bye")).Json.GetProperty("reason").GetString());
        using var poll = await waiting;
        Assert.Equal(HttpStatusCode.Unauthorized, poll.StatusCode);
        var most = bus ? AtOnce : ByTheSweep;
        Assert.True(watch.Elapsed < most, $"They ended after {watch.Elapsed}.");
        using var again = await ChatApi.AdminAsync(program.Address);
        Assert.Equal(0, (await again.RoomAsync(1)).Head);
    }

    [Fact]
    public async Task The_lock_after_failed_sign_ins_ends_no_session_and_that_of_an_administrator_does()
    {
        using var program = new ProgramInside();
        using var browser = await BrowserSession.RegisterAsync(program.Address, Email);
        await using var stream = Open(browser.Http);
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

    private static async Task<JsonElement> ReceiveAsync(ClientWebSocket socket, CancellationToken cancellationToken)
    {
        var buffer = new byte[8 * 1024];
        var received = await socket.ReceiveAsync(buffer, cancellationToken);
        Assert.True(received is { EndOfMessage: true, MessageType: WebSocketMessageType.Text });
        return JsonDocument.Parse(buffer.AsMemory(0, received.Count)).RootElement;
    }

    private static SseClient Open(HttpClient http) => SseClient.Open(http, "/chat/sse/1?format=json");

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
                await ChangePasswordAsync(browser);
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

    private static async Task ChangePasswordAsync(BrowserSession browser)
    {
        using var changed = await browser.SubmitAsync(
            "/account/profile", new() { ["CurrentPassword"] = BrowserSession.Password, ["Password"] = "new password" }, "/account/profile?handler=Password");
        Assert.Equal(HttpStatusCode.Redirect, changed.StatusCode);
    }

    private static void Silence(IServiceCollection services, bool bus)
    {
        if (!bus)
        {
            services.Replace(ServiceDescriptor.Singleton<IRoomBus>(new SilentBus()));
        }
    }

    private sealed class SilentBus : IRoomBus
    {
        public event Action<RoomWakeUp>? Woken
        {
            add { }
            remove { }
        }

        public event Action<BusSignal>? Signalled
        {
            add { }
            remove { }
        }

        public ValueTask PublishAsync(RoomWakeUp wakeUp) => ValueTask.CompletedTask;

        public ValueTask PublishAsync(BusSignal signal) => ValueTask.CompletedTask;
    }
}
