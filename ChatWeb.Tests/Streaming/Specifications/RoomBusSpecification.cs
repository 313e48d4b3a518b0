using System.Collections.Concurrent;
using System.Text.Json;
using ChatWeb.Streaming;
using ChatWeb.Streaming.Signals;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatWeb.Tests.Streaming.Specifications;

/// <summary>
/// What a bus promises while nothing is wrong with it: what one process publishes, every handler of every process gets,
/// as it was said. In which order, how often, and whether at all when something is wrong, it does not promise.
/// </summary>
public abstract class RoomBusSpecification : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private IRoomBus _here = null!;
    private IRoomBus _there = null!;

    public async ValueTask InitializeAsync() => (_here, _there) = await StartAsync();

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        GC.SuppressFinalize(this);
    }

    public static TheoryData<BusSignal> Signals =>
    [
        new TypingSignal(1, Guid.NewGuid(), "김철수 \"Kim\" 😀", DateTimeOffset.Parse("2026-01-18T10:30:00.123Z", System.Globalization.CultureInfo.InvariantCulture)),
        new TypingSignal(1, Guid.NewGuid(), "", null),
        new ReadSignal(2, Guid.NewGuid(), long.MaxValue),
        new MembershipSignal(3, Guid.NewGuid(), Joined: true),
        new MembershipSignal(3, Guid.NewGuid(), Joined: false),
        new RevocationSignal(Guid.NewGuid(), Guid.NewGuid()),
        new RevocationSignal(Guid.NewGuid(), null),
        new RoomClosedSignal(4),
        new PresenceSignal(Guid.NewGuid(), 1, Whole: null, []),
        new PresenceSignal(Guid.NewGuid(), long.MaxValue, new PresenceRange(PresencePlace.First, new PresencePlace(5, Guid.NewGuid())), [
            new RoomPeople(4, 3, [new PersonHere(Guid.NewGuid(), "김철수 \"Kim\" 😀")], []),
            new RoomPeople(5, 0, [], [Guid.NewGuid(), Guid.NewGuid()]),
        ]),
        new NodeStoppedSignal(Guid.NewGuid()),
        new MentionSignal(6, Guid.NewGuid(), [Guid.NewGuid(), Guid.NewGuid()], JsonElement.Parse("""{"id":1,"body":"@김철수 \"Kim\""}""")),
        new MentionSignal(6, Guid.NewGuid(), UserIds: null, JsonElement.Parse("{}"), But: [Guid.NewGuid()]),
        new MentionsGoneSignal(6, [Guid.NewGuid(), Guid.NewGuid()]),
        new MentionsGoneSignal(6, UserIds: null),
        new UserSignal(Guid.NewGuid(), "notice", JsonElement.Parse("""{"text":"한국어 \"quoted\"","list":[1,2.5,null]}""")),
    ];

    [Fact]
    public async Task Every_handler_of_every_process_gets_a_wake_up()
    {
        var got = new[] { Wakes(_here), Wakes(_here), Wakes(_there), Wakes(_there) };

        await _here.PublishAsync(new RoomWakeUp(7, 42));
        await _there.PublishAsync(new RoomWakeUp(8, long.MaxValue));

        foreach (var handler in got)
        {
            await handler.HasAsync(new RoomWakeUp(7, 42));
            await handler.HasAsync(new RoomWakeUp(8, long.MaxValue));
        }
    }

    [Theory]
    [MemberData(nameof(Signals))]
    public async Task Every_handler_of_every_process_gets_a_signal_as_it_was_said(BusSignal signal)
    {
        var got = new[] { Hears(_here), Hears(_here), Hears(_there) };

        await _here.PublishAsync(signal);

        foreach (var handler in got)
        {
            await handler.HasAsync(Words(signal));
        }
    }

    [Fact]
    public void Every_kind_of_signal_is_tried_here()
    {
        var tried = Signals.Select(row => row.Data.GetType()).ToHashSet();
        var all = typeof(BusSignal).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(BusSignal)));

        Assert.Subset(tried, all.ToHashSet());
    }

    [Fact]
    public async Task Publishers_at_the_same_time_lose_nothing_of_each_other()
    {
        var (here, there) = (Wakes(_here), Wakes(_there));

        await Task.WhenAll(Enumerable.Range(1, 500).Select(seq => Task.Run(async () =>
            await (seq % 2 == 0 ? _here : _there).PublishAsync(new RoomWakeUp(1, seq)))));

        foreach (var seq in Enumerable.Range(1, 500))
        {
            await here.HasAsync(new RoomWakeUp(1, seq));
            await there.HasAsync(new RoomWakeUp(1, seq));
        }
    }

    [Fact]
    public async Task A_handler_that_throws_harms_neither_the_publisher_nor_the_other_handlers()
    {
        foreach (var bus in new[] { _here, _there })
        {
            bus.Woken += _ => throw new InvalidOperationException("On purpose.");
            bus.Signalled += _ => throw new InvalidOperationException("On purpose.");
        }

        var (wakes, hears) = (Wakes(_there), Hears(_there));
        await _here.PublishAsync(new RoomWakeUp(1, 1));
        await _here.PublishAsync(new RoomWakeUp(1, 2));
        await _here.PublishAsync(new RoomClosedSignal(1));

        await wakes.HasAsync(new RoomWakeUp(1, 1));
        await wakes.HasAsync(new RoomWakeUp(1, 2));
        await hears.HasAsync(Words(new RoomClosedSignal(1)));
    }

    [Fact]
    public async Task A_handler_may_publish()
    {
        _there.Woken += wakeUp =>
        {
            if (wakeUp.Seq < 10)
            {
                _ = _there.PublishAsync(wakeUp with { Seq = wakeUp.Seq + 1 }).AsTask();
            }
        };
        var wakes = Wakes(_here);

        await _here.PublishAsync(new RoomWakeUp(1, 1));

        await wakes.HasAsync(new RoomWakeUp(1, 10));
    }

    [Fact]
    public async Task Handlers_that_come_and_go_meanwhile_disturb_nobody()
    {
        var stays = Wakes(_there);
        using var enough = new CancellationTokenSource();
        var comingAndGoing = Task.Run(() =>
        {
            while (!enough.IsCancellationRequested)
            {
                _there.Woken += Ignore;
                _there.Woken -= Ignore;
            }
        });

        for (var seq = 1; seq <= 500; seq++)
        {
            await _here.PublishAsync(new RoomWakeUp(1, seq));
        }

        await enough.CancelAsync();
        await comingAndGoing;
        for (var seq = 1; seq <= 500; seq++)
        {
            await stays.HasAsync(new RoomWakeUp(1, seq));
        }

        static void Ignore(RoomWakeUp wakeUp)
        {
        }
    }

    [Fact]
    public async Task Publishing_to_nobody_is_no_error()
    {
        await _here.PublishAsync(new RoomWakeUp(1, 1));
        await _here.PublishAsync(new RoomClosedSignal(1));
    }

    [Fact]
    public async Task Publishing_on_a_bus_that_is_down_is_no_error_and_does_not_take_long()
    {
        await StopAsync();

        await _here.PublishAsync(new RoomWakeUp(1, 1)).AsTask().WaitAsync(Patience);
        await _here.PublishAsync(new RoomClosedSignal(1)).AsTask().WaitAsync(Patience);
    }

    /// <summary>The bus as two processes have it; the same object twice where a bus knows but one.</summary>
    protected abstract Task<(IRoomBus Here, IRoomBus There)> StartAsync();

    /// <summary>Takes the bus down; called more than once.</summary>
    protected virtual Task StopAsync() => Task.CompletedTask;

    private static Handler<RoomWakeUp> Wakes(IRoomBus bus)
    {
        var handler = new Handler<RoomWakeUp>();
        bus.Woken += handler.Note;
        return handler;
    }

    /// <summary>Keeps signals by what they say: not all of them can be compared otherwise.</summary>
    private static Handler<string> Hears(IRoomBus bus)
    {
        var handler = new Handler<string>();
        bus.Signalled += signal => handler.Note(Words(signal));
        return handler;
    }

    private static string Words(BusSignal signal) => JsonSerializer.Serialize(signal);

    /// <summary>Waits for what it is told, in any order and however often.</summary>
    private sealed class Handler<T>
        where T : notnull
    {
        private readonly ConcurrentDictionary<T, TaskCompletionSource> _told = new();

        public void Note(T what) => Told(what).TrySetResult();

        public Task HasAsync(T what) => Told(what).Task.WaitAsync(Patience);

        private TaskCompletionSource Told(T what) =>
            _told.GetOrAdd(what, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
    }
}

/// <summary>The bus of a single process.</summary>
public sealed class InProcessRoomBusTests : RoomBusSpecification
{
    protected override Task<(IRoomBus Here, IRoomBus There)> StartAsync()
    {
        var bus = new InProcessRoomBus(NullLogger<InProcessRoomBus>.Instance);
        return Task.FromResult<(IRoomBus, IRoomBus)>((bus, bus));
    }
}
