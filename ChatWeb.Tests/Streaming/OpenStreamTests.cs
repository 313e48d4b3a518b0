using System.Diagnostics.Metrics;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Streaming;

/// <summary>Looks inside the process, so the program runs in this one, on real Kestrel; nothing else may use EF meanwhile.</summary>
[CollectionDefinition(nameof(OpenStreamTests), DisableParallelization = true)]
[Collection(nameof(OpenStreamTests))]
public sealed class OpenStreamTests
{
    [Fact]
    public async Task Open_streams_keep_no_database_context_alive()
    {
        const int Streams = 20;
        using var program = new ProgramInside();
        using var person = await ChatApi.AdminAsync(program.Address);
        var room = (await person.RoomsAsync())[0];

        var streams = Enumerable.Range(0, Streams).Select(_ => person.Stream(room.Id)).ToList();
        foreach (var stream in streams)
        {
            await stream.NextAsync("connection_ack");
        }

        // One message through all of them: whatever opening and delivering needs has been used.
        await person.PostAsync(room.Id, "hello");
        foreach (var stream in streams)
        {
            await stream.NextAsync("new_message");
        }

        await NoneIsLiveAsync();
        foreach (var stream in streams)
        {
            await stream.DisposeAsync();
        }
    }

    [Fact]
    public async Task Streams_across_rooms_keep_no_database_context_alive()
    {
        using var program = new ProgramInside();
        using var person = await ChatApi.AdminAsync(program.Address);
        using var guest = await ChatApi.RegisterAsync(program.Address);
        var room = (await person.RoomsAsync())[0];
        await guest.JoinAsync(room.Id);
        var me = Enumerable.Range(0, 10).Select(_ => SseClient.Open(person.Http, "/chat/sse/me")).ToList();
        var events = Enumerable.Range(0, 10).Select(_ => SseClient.Open(person.Http, "/sse/events")).ToList();
        foreach (var stream in me.Concat(events))
        {
            await stream.NextAsync("connection_ack");
        }

        foreach (var stream in me)
        {
            await stream.NextAsync("unread");
        }

        await guest.PostAsync(room.Id, "hello");
        foreach (var stream in me)
        {
            await stream.NextAsync("unread");
        }

        foreach (var stream in events)
        {
            await stream.NextAsync("chat_message");
        }

        await NoneIsLiveAsync();
        foreach (var stream in me.Concat(events))
        {
            await stream.DisposeAsync();
        }
    }

    [Fact]
    public async Task Neither_streams_nor_polls_that_wait_have_a_timer_of_their_own()
    {
        const int Each = 150;
        using var program = new ProgramInside(settings: ("Chat:Stream:MaxPerUser", "1000"));
        using var person = await ChatApi.AdminAsync(program.Address);

        // The client's own timers are in this process too.
        using var patient = new HttpClient { BaseAddress = program.Address, Timeout = Timeout.InfiniteTimeSpan };
        patient.DefaultRequestHeaders.Authorization = person.Http.DefaultRequestHeaders.Authorization;
        var room = (await person.RoomsAsync())[0];
        var before = Timer.ActiveCount;

        using var leave = new CancellationTokenSource();
        var polls = Enumerable.Range(0, Each).Select(_ => patient.GetAsync($"/chat/poll/{room.Id}?after={room.Head}&wait=60", leave.Token)).ToList();
        var streams = Enumerable.Range(0, Each).Select(_ => SseClient.Open(patient, $"/chat/sse/{room.Id}?format=json")).ToList();
        await person.UntilConnectedAsync(room.Id, 2 * Each);

        // Kestrel, the pools of connections and the sweep have some, however many clients there are.
        Assert.InRange(Timer.ActiveCount - before, -Each, Each / 2);
        Assert.DoesNotContain(polls, poll => poll.IsCompleted);
        await leave.CancelAsync();
        foreach (var stream in streams)
        {
            await stream.DisposeAsync();
        }
    }

    /// <summary>An answer comes a moment before its request's context goes, and the sweep has one now and then.</summary>
    private static async Task NoneIsLiveAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (LiveContexts() is > 0 and var live)
        {
            Assert.False(limit.IsCancellationRequested, $"{live} contexts are alive.");
            await Task.Delay(20);
        }
    }

    private static long LiveContexts()
    {
        long? live = null;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Name == "microsoft.entityframeworkcore.active_dbcontexts")
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => live = value);
        listener.SetMeasurementEventCallback<int>((_, value, _, _) => live = value);
        listener.Start();
        listener.RecordObservableInstruments();
        return live ?? throw new InvalidOperationException("EF does not count its contexts.");
    }
}
