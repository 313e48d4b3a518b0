using System.Collections.Concurrent;
using System.Net;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Messages;

public sealed class KilledWhilePostingTests
{
    private const int Writers = 8;

    [Fact]
    public async Task What_was_acknowledged_outlives_a_kill_and_repeating_the_rest_makes_nothing_twice()
    {
        await using var server = await ChatServer.StartAsync(("Chat__Posting__Messages", "1000000"));
        using var owner = await ChatApi.AdminAsync(server);
        var room = (await owner.CreateRoomAsync()).Id;
        var writers = new List<ChatApi>();
        for (var i = 0; i < Writers; i++)
        {
            writers.Add(await ChatApi.RegisterAsync(server));
            await writers[^1].JoinAsync(room);
        }

        var acknowledged = new ConcurrentDictionary<Guid, WireMessage>();
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var writing = writers.ConvertAll(writer => WriteUntilKilledAsync(writer, room, acknowledged, enough));
        await enough.Task.WaitAsync(TimeSpan.FromSeconds(60));
        server.Kill();
        var unanswered = await Task.WhenAll(writing);
        var certain = acknowledged.ToArray();

        await server.StartAsync();
        for (var i = 0; i < Writers; i++)
        {
            using var again = await writers[i].TryPostAsync(room, new { body = unanswered[i].Body, client_id = unanswered[i].ClientId });
            Assert.Contains(again.StatusCode, new[] { HttpStatusCode.OK, HttpStatusCode.Created });
        }

        var stored = await AllAsync(owner, room);
        Assert.Equal(certain.Length + Writers, stored.Count);
        Assert.Equal(Enumerable.Range(1, stored.Count).Select(i => (long)i), stored.Select(m => m.Number));
        Assert.Equal(Enumerable.Range(1, stored.Count).Select(i => (long)Writers + i), stored.Select(m => m.Seq));
        var byClientId = stored.ToDictionary(m => m.ClientId!.Value);
        Assert.All(certain, pair => Assert.Equivalent(pair.Value, byClientId[pair.Key]));
        Assert.All(unanswered, message => Assert.Equal(message.Body, byClientId[message.ClientId].Body));
        await using var stream = owner.Stream(room, "?format=json&last_event_id=0");
        Assert.Equal(
            Enumerable.Range(1, Writers + stored.Count).Select(i => (long)i),
            (await stream.DurableAsync(Writers + stored.Count)).Select(e => e.Id!.Value));
        writers.ForEach(writer => writer.Dispose());
    }

    /// <summary>Returns the message that the server took to its grave, or never got.</summary>
    private static async Task<Said> WriteUntilKilledAsync(
        ChatApi writer, long room, ConcurrentDictionary<Guid, WireMessage> acknowledged, TaskCompletionSource enough)
    {
        while (true)
        {
            var message = new Said($"said {acknowledged.Count}", Guid.NewGuid());
            try
            {
                using var answer = await writer.TryPostAsync(room, new { body = message.Body, client_id = message.ClientId });
                acknowledged[message.ClientId] = await ChatApi.ReadAsync<WireMessage>(answer, HttpStatusCode.Created);
            }
            catch (Exception exception) when (exception is HttpRequestException { StatusCode: null } or IOException)
            {
                return message;
            }

            if (acknowledged.Count >= 200)
            {
                enough.TrySetResult();
            }
        }
    }

    private static async Task<List<WireMessage>> AllAsync(ChatApi reader, long room)
    {
        var all = new List<WireMessage>();
        var page = await reader.PageAsync(room);
        all.AddRange(page.Messages);
        while (page.HasMoreBefore)
        {
            page = await reader.PageAsync(room, $"?before={all[0].Id}");
            all.InsertRange(0, page.Messages);
        }

        return all;
    }

    private sealed record Said(string Body, Guid ClientId);
}
