using System.Net;
using System.Text.Json;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Telemetry;

public sealed class HealthTests
{
    [Fact]
    public async Task A_server_without_its_database_lives_but_is_not_ready_and_says_which_part_fails()
    {
        await using var server = await ChatServer.StartAsync();
        using var http = new HttpClient { BaseAddress = server.Address };
        using var person = await ChatApi.RegisterAsync(server);

        Assert.Equal((HttpStatusCode.OK, "healthy"), await ReadyAsync(http));
        await server.StopAsync();
        File.Move(server.DatabaseFile, server.DatabaseFile + ".away");
        await server.StartAsync(); // makes a new one
        File.Delete(server.DatabaseFile);
        using var live = await http.GetAsync("/health/live");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "unhealthy"), await ReadyAsync(http));
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
    }

    [Fact]
    public async Task A_database_that_fails_is_answered_with_503_and_a_stranger_learns_nothing_of_it()
    {
        await using var server = await ChatServer.StartAsync();
        using var person = await ChatApi.RegisterAsync(server);
        var room = await person.CreateRoomAsync();
        await using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={server.DatabaseFile};Pooling=False"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "ALTER TABLE Messages RENAME TO Elsewhere";
            await command.ExecuteNonQueryAsync();

            using var post = await person.TryPostAsync(room.Id, new { body = "lost?" });
            using var page = await person.Http.GetAsync($"/api/chat/rooms/{room.Id}/messages");

            var problem = await ChatApi.ReadAsync<WireProblem>(post, HttpStatusCode.ServiceUnavailable);
            Assert.NotNull(post.Headers.RetryAfter);
            Assert.DoesNotContain("Messages", problem.Title, StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, page.StatusCode);

            command.CommandText = "ALTER TABLE Elsewhere RENAME TO Messages";
            await command.ExecuteNonQueryAsync();
        }

        Assert.Equal((1, 1), (await person.PostAsync(room.Id, "not lost") is var first ? (first.Number, first.Seq) : default));
    }

    [Fact]
    public async Task The_start_says_which_address_to_open()
    {
        await using var server = await ChatServer.StartAsync();
        using var http = new HttpClient { BaseAddress = server.Address };
        using var answer = await http.GetAsync("/health/live"); // it listens, so it has said so or is about to

        await WaitForAsync(() => server.Output.Contains($"Open {server.Address.ToString().TrimEnd('/')}", StringComparison.Ordinal));
    }

    private static async Task<(HttpStatusCode Status, string Database)> ReadyAsync(HttpClient http)
    {
        using var answer = await http.GetAsync("/health/ready");
        var parts = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("parts");
        return (answer.StatusCode, parts.GetProperty("database").GetString()!);
    }

    private static async Task WaitForAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (!condition())
        {
            await Task.Delay(20, limit.Token);
        }
    }
}
