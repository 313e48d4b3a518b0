using System.Diagnostics;
using System.Net;
using ChatWeb.Streaming;
using ChatWeb.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace ChatWeb.Tests.Streaming;

/// <summary>The end of a session reaches whatever is open or just opens, and nothing that belongs to a newer one.</summary>
public sealed class RevocationReachTests
{
    [Fact]
    public async Task The_browser_that_changed_the_password_listens_again_and_is_left_alone()
    {
        using var program = new ProgramInside();
        using var browser = await BrowserSession.RegisterAsync(program.Address, "listens@example.org");
        await using var before = Revocations.Open(browser.Http);
        await before.NextAsync("connection_ack");
        using var changed = await browser.ChangePasswordAsync();
        Assert.Equal(HttpStatusCode.Redirect, changed.StatusCode);
        await before.NextAsync("bye");

        await using var after = Revocations.Open(browser.Http);
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
        using var program = new ProgramInside(Revocations.Bus(bus));
        using var room = await ChatApi.AdminAsync(program.Address);
        await Parallel.ForEachAsync(Enumerable.Range(0, 40), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (round, _) =>
        {
            using var person = await ChatApi.SignInAsync(program.Address, ChatServer.AdminEmail, ChatServer.AdminPassword);
            var opening = new List<SseClient>();
            var leaving = Task.Run(() => person.Http.PostAsync("/api/identity/logout", null), CancellationToken.None);
            for (var i = 0; i < 3; i++)
            {
                opening.Add(Revocations.Open(person.Http));
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
        using var program = new ProgramInside(Revocations.Bus(bus));
        using var person = await ChatApi.AdminAsync(program.Address);
        using var limit = new CancellationTokenSource(SseClient.Patience);
        await using var socket = await SocketClient.OpenAsync(program.Address, person, roomId: 1);
        Assert.Equal("connection_ack", (await socket.NextAsync())!.Value.GetProperty("type").GetString());
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
        await socket.SendAsync(new { action = "message", room_id = 1, message = new { body = "from beyond" } });

        Assert.Equal("signed_out", (await socket.NextAsync())!.Value.GetProperty("reason").GetString());
        Assert.Equal("signed_out", (await own.NextAsync("bye")).Json.GetProperty("reason").GetString());
        Assert.Equal("signed_out", (await events.NextAsync("bye")).Json.GetProperty("reason").GetString());
        using var poll = await waiting;
        Assert.Equal(HttpStatusCode.Unauthorized, poll.StatusCode);
        var most = Revocations.Limit(bus);
        Assert.True(watch.Elapsed < most, $"They ended after {watch.Elapsed}.");
        using var again = await ChatApi.AdminAsync(program.Address);
        Assert.Equal(0, (await again.RoomAsync(1)).Head);
    }
}
