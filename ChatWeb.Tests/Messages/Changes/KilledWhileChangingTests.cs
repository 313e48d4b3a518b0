using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Messages.Changes;

/// <summary>Posts, edits and deletions in one burst, the process killed (SIGKILL) in the middle of it and started again.</summary>
public sealed class KilledWhileChangingTests
{
    private const int Clients = 12;
    private const int Writers = 4;

    [Fact]
    public async Task Every_client_ends_with_the_same_present_state_and_has_each_change_once()
    {
        await using var server = await ChatServer.StartAsync(("Chat__Posting__Messages", "1000000"), ("Chat__Stream__MaxPerUser", "1000"));
        using var person = await ChatApi.RegisterAsync(server);
        var room = (await person.CreateRoomAsync()).Id;
        var followers = await Follower.StartManyAsync(Clients, person, room);
        using var enough = new CancellationTokenSource();
        var posted = new ConcurrentBag<long>();
        var writing = Enumerable.Range(0, Writers).Select(seed => WriteAsync(person, room, posted, new Random(seed), enough.Token)).ToList();

        await followers[0].ReachAsync(150);
        server.Kill();
        await server.StartAsync();
        await followers[0].ReachAsync(followers[0].Heard[^1].Id + 150);
        await enough.CancelAsync();
        await Task.WhenAll(writing).WaitAsync(SseClient.Patience);

        var head = (await person.RoomAsync(room)).Head;
        await Follower.AllHaveEverythingAsync(followers, head);
        var present = await PresentAsync(person, room);
        Assert.Contains(present.Values, state => state.IsDeleted);
        Assert.All(followers.Where(follower => follower.Heard[0].Name == "new_message"), follower => Assert.Equal(present, Heard(follower)));
        await using var late = Follower.Start(person, room);
        await late.ReachAsync(head);
        Assert.Equal(present, Heard(late));
    }

    private static async Task WriteAsync(ChatApi person, long room, ConcurrentBag<long> posted, Random random, CancellationToken enough)
    {
        for (var i = 0; !enough.IsCancellationRequested; i++)
        {
            try
            {
                var known = posted.ToArray();
                switch (known.Length == 0 ? 0 : random.Next(4))
                {
                    case 0 or 1:
                        using (var answer = await person.TryPostAsync(room, new { body = $"said {i}", client_id = Guid.NewGuid() }))
                        {
                            posted.Add((await ChatApi.ReadAsync<WireMessage>(answer, HttpStatusCode.Created)).Id);
                        }

                        break;
                    case 2:
                        using (await person.TryEditAsync(room, known[random.Next(known.Length)], $"edited {i}"))
                        {
                        }

                        break;
                    default:
                        using (await person.TryDeleteAsync(room, known[random.Next(known.Length)]))
                        {
                        }

                        break;
                }
            }
            catch (Exception exception) when (exception is HttpRequestException { StatusCode: null } or IOException)
            {
                await Task.Delay(20, CancellationToken.None); // the server is away
            }
        }
    }

    /// <summary>What a client shows that took all its events in.</summary>
    private static SortedDictionary<long, (string Body, bool IsDeleted)> Heard(Follower follower)
    {
        var shown = new SortedDictionary<long, (string, bool)>();
        foreach (var heard in follower.Heard)
        {
            var message = JsonDocument.Parse(heard.Data).RootElement.GetProperty("message").Deserialize<WireMessage>(Wire.Json)!;
            Assert.True(heard.Name == "new_message" || shown.ContainsKey(message.Id), "A change came before its message.");
            shown[message.Id] = (message.Body, message.DeletedAt is not null);
        }

        return shown;
    }

    private static async Task<SortedDictionary<long, (string Body, bool IsDeleted)>> PresentAsync(ChatApi person, long room)
    {
        var present = new SortedDictionary<long, (string, bool)>();
        for (var page = await person.PageAsync(room); ; page = await person.PageAsync(room, $"?before={page.Messages[0].Id}"))
        {
            foreach (var message in page.Messages)
            {
                present[message.Id] = (message.Body, message.DeletedAt is not null);
            }

            if (!page.HasMoreBefore)
            {
                return present;
            }
        }
    }
}
