using System.Collections.Concurrent;
using System.Diagnostics;
using ChatWeb.Tests.Support;
using Microsoft.Data.Sqlite;

namespace ChatWeb.Benchmarks;

/// <summary>Whether posting keeps its promise under load: how soon an acknowledgement comes, and that it was true.</summary>
internal static class PostBenchmark
{
    private const int Senders = 20;
    private const int Rooms = 10;
    private const int PerSecond = 200;
    private const double P99Limit = 250;

    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        Report.Title($"post: {PerSecond} posts a second from {Senders} senders into {Rooms} rooms, times counted from when each was due");
        await using var server = await ChatServer.StartAsync(("Chat__Posting__Messages", "1000000"));
        var senders = await RegisterAsync(server);
        var rooms = await OpenRoomsAsync(senders);
        var acknowledged = new ConcurrentBag<WireMessage>();

        // A server runs for weeks: its first seconds, in which the runtime still compiles, count apart.
        Report.Line("first 10 s of a new process", await Load.AtRateAsync(PerSecond, TimeSpan.FromSeconds(10), PostAsync, cancellationToken));
        var before = ProcessorTime(server);
        var steady = await Load.AtRateAsync(PerSecond, TimeSpan.FromSeconds(20), PostAsync, cancellationToken);
        Report.Line("the next 20 s", steady);
        Report.Target("p99", steady.P99, P99Limit, " ms");
        Report.Line("processor time a post, server", $"{(ProcessorTime(server) - before).TotalMilliseconds / steady.Count:F2} ms");

        var rate = await Load.BackToBackAsync(Senders, TimeSpan.FromSeconds(5), PostAsync, cancellationToken);
        Report.Line($"{Senders} senders, back to back for 5 s", $"{rate:F0} posts/s");

        await server.StopAsync();
        await using var db = await DatabaseFile.OpenAsync(server.DatabaseFile, cancellationToken);
        PostedCheck.Run(db.Connection(), acknowledged);
        db.Connection().ReportCommitSettings();
        Report.Line("one row alone in a commit, on this disk", SingleCommits(db.Connection()));
        senders.ForEach(sender => sender.Dispose());

        async Task PostAsync(int turn)
        {
            var sender = turn % Senders;
            var room = rooms[(sender + (turn / Senders)) % Rooms];
            acknowledged.Add(await senders[sender].PostAsync(room, $"Message **{turn}**, as long as people write them.", Guid.NewGuid()));
        }
    }

    private static async Task<List<ChatApi>> RegisterAsync(ChatServer server)
    {
        var senders = new List<ChatApi>(Senders);
        for (var i = 0; i < Senders; i++)
        {
            senders.Add(await ChatApi.RegisterAsync(server, "sender"));
        }

        return senders;
    }

    /// <summary>Rooms that every sender has joined.</summary>
    private static async Task<long[]> OpenRoomsAsync(List<ChatApi> senders)
    {
        var rooms = new long[Rooms];
        for (var i = 0; i < Rooms; i++)
        {
            rooms[i] = (await senders[0].CreateRoomAsync($"Room {i}")).Id;
            foreach (var sender in senders)
            {
                await sender.JoinAsync(rooms[i]);
            }
        }

        return rooms;
    }

    private static TimeSpan ProcessorTime(ChatServer server)
    {
        using var process = Process.GetProcessById(server.ProcessId);
        return process.TotalProcessorTime;
    }

    /// <summary>What the disk alone takes, to read the other figures by.</summary>
    private static Latencies SingleCommits(SqliteConnection connection)
    {
        connection.Execute("CREATE TABLE BenchmarkCommits (Id INTEGER PRIMARY KEY)");
        var times = new double[200];
        for (var i = 0; i < times.Length; i++)
        {
            var start = Stopwatch.GetTimestamp();
            connection.Execute("INSERT INTO BenchmarkCommits DEFAULT VALUES");
            times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        return new Latencies(times);
    }
}
