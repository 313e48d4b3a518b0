using System.Net;
using ChatWeb.Data;
using ChatWeb.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace ChatWeb.Tests.Streaming.Faults;

/// <summary>The database refuses for five seconds: writers are told to try again, listeners stay, and afterwards nothing is missing.</summary>
public sealed class DatabaseAwayTests
{
    private const int Clients = 10;
    private const int Writers = 3;

    private static readonly TimeSpan Away = TimeSpan.FromSeconds(5);

    /// <summary>Long enough to need a page of its own, which a full file can't give.</summary>
    private static readonly string Long = new('x', 4_000);

    [Theory]
    [InlineData(DatabaseFault.Gone)]
    [InlineData(DatabaseFault.ReadOnly)]
    [InlineData(DatabaseFault.Full)]
    [InlineData(DatabaseFault.CommitFails)]
    [InlineData(DatabaseFault.AnswerLost)]
    public async Task Posts_are_refused_with_a_reason_streams_stay_and_afterwards_everything_comes_once(DatabaseFault fault)
    {
        var database = new FaultyDatabase();
        using var program = new ProgramInside(
            services => services.ConfigureDbContext<ChatDbContext>(options => options.AddInterceptors(database.Interceptors)),
            ("Chat:Posting:Messages", "1000000"));
        using var person = await ChatApi.RegisterAsync(program.Address);
        var room = (await person.CreateRoomAsync()).Id;
        var followers = await Follower.StartManyAsync(Clients, person, room);
        var writers = StubbornWriter.Several(Writers, person, room);
        await Task.WhenAll(writers.Select(writer => writer.SayAsync(5)));

        var away = Task.Delay(Away);
        database.Fault = fault;
        using var enough = new CancellationTokenSource();
        var writing = writers.ConvertAll(writer => writer.SayUntilAsync(enough.Token, TimeSpan.FromMilliseconds(50)));
        using var refused = await person.TryPostAsync(room, new { body = Long });
        var problem = await ChatApi.ReadAsync<WireProblem>(refused, HttpStatusCode.ServiceUnavailable);
        HttpStatusCode? opened = fault == DatabaseFault.Gone ? await OpenAsync(person, room) : null;
        await away;
        database.Fault = DatabaseFault.None;
        await Task.WhenAll(writers.Select(writer => writer.SayAsync(5)));
        await enough.CancelAsync();
        await Task.WhenAll(writing).WaitAsync(SseClient.Patience);

        Assert.Equal("urn:chatweb:problem:unavailable", problem.Type);
        Assert.True(refused.Headers.RetryAfter?.Delta > TimeSpan.Zero);
        Assert.True(opened is null or HttpStatusCode.ServiceUnavailable, $"Opening a stream was answered {opened}.");
        var head = (await person.RoomAsync(room)).Head;
        await Follower.AllHaveEverythingAsync(followers, head);
        Assert.All(followers, follower => Assert.Equal(1, follower.Openings));
        var acknowledged = writers.SelectMany(writer => writer.Acknowledged).Select(message => message.Seq).Order().ToList();
        Assert.Equal(acknowledged.Distinct(), acknowledged);
        // Where the answer was lost, the one long message that nobody repeated is stored all the same.
        Assert.Equal(head, acknowledged.Count + (fault == DatabaseFault.AnswerLost ? 1 : 0));
    }

    [Fact]
    public async Task Another_program_that_holds_the_file_makes_writers_wait_and_then_tells_them()
    {
        await using var server = await ChatServer.StartAsync(("Chat__Posting__Messages", "1000000"));
        using var person = await ChatApi.RegisterAsync(server);
        var room = (await person.CreateRoomAsync()).Id;
        var followers = await Follower.StartManyAsync(Clients, person, room);
        var writers = StubbornWriter.Several(Writers, person, room);
        await Task.WhenAll(writers.Select(writer => writer.SayAsync(5)));

        List<Task> writing;
        await using (var other = new SqliteConnection($"Data Source={server.DatabaseFile};Pooling=False"))
        {
            await other.OpenAsync();
            await ExecuteAsync(other, "BEGIN EXCLUSIVE");
            writing = writers.ConvertAll(writer => writer.SayAsync(5));

            // It waits five seconds for the other program, and then says so.
            using var refused = await person.TryPostAsync(room, new { body = Long });
            Assert.Equal(
                "urn:chatweb:problem:unavailable",
                (await ChatApi.ReadAsync<WireProblem>(refused, HttpStatusCode.ServiceUnavailable)).Type);
            using var read = await person.Http.GetAsync($"/api/chat/rooms/{room}/messages");
            Assert.Equal(HttpStatusCode.OK, read.StatusCode);
            Assert.Equal(HttpStatusCode.OK, await OpenAsync(person, room));
            await ExecuteAsync(other, "ROLLBACK");
        }

        await Task.WhenAll(writing).WaitAsync(SseClient.Patience * 2);
        await Follower.AllHaveEverythingAsync(followers, Writers * 10);
        Assert.All(followers, follower => Assert.Equal(1, follower.Openings));
    }

    private static async Task<HttpStatusCode> OpenAsync(ChatApi person, long room)
    {
        await using var stream = person.Stream(room);
        return (await stream.Answer).StatusCode;
    }

    private static async Task ExecuteAsync(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
