using ChatWeb.Streaming;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Streaming.Faults;

/// <summary>The bus loses, repeats and reorders wake-ups: they are hints, and the log is the truth.</summary>
public sealed class BadBusTests
{
    private const int Clients = 20;
    private const int Writers = 3;
    private const int EachSays = 60;

    public enum Fault
    {
        DropsThirtyPercent,
        RepeatsAndReorders,
        DropsRepeatsAndReorders,
    }

    [Theory]
    [InlineData(Fault.DropsThirtyPercent)]
    [InlineData(Fault.RepeatsAndReorders)]
    [InlineData(Fault.DropsRepeatsAndReorders)]
    public async Task Everybody_hears_everything_once_and_in_order(Fault fault)
    {
        BadBus? bus = null;
        using var program = new ProgramInside(
            services => services.Decorate<IRoomBus>(inner => bus = new BadBus(inner, fault)),
            ("Chat:Posting:Messages", "1000000"),
            ("Chat:Stream:MaxPerUser", "1000"));
        using var person = await ChatApi.RegisterAsync(program.Address);
        var room = (await person.CreateRoomAsync()).Id;
        var followers = await Follower.StartManyAsync(Clients, person, room);

        var writers = StubbornWriter.Several(Writers, person, room);
        await Task.WhenAll(writers.Select(writer => writer.SayAsync(EachSays))).WaitAsync(SseClient.Patience * 2);

        // The last of them may be told by the sweep, which looks every three seconds.
        await Follower.AllHaveEverythingAsync(followers, Writers * EachSays);
        Assert.All(followers, follower => Assert.Equal(1, follower.Openings));
        Assert.True(fault == Fault.RepeatsAndReorders || bus!.Dropped > 0, "The bus dropped nothing.");
    }

    /// <summary>A bus between the publishers and the real one; its chances are the same in every run.</summary>
    private sealed class BadBus(IRoomBus bus, Fault fault) : IRoomBus
    {
        private readonly Lock _gate = new();
        private readonly Random _random = new(30);
        private RoomWakeUp? _held;

        public event Action<RoomWakeUp>? Woken
        {
            add => bus.Woken += value;
            remove => bus.Woken -= value;
        }

        public event Action<BusSignal>? Signalled
        {
            add => bus.Signalled += value;
            remove => bus.Signalled -= value;
        }

        public int Dropped { get; private set; }

        public async ValueTask PublishAsync(RoomWakeUp wakeUp)
        {
            foreach (var told in WhatToTell(wakeUp))
            {
                await bus.PublishAsync(told);
            }
        }

        public ValueTask PublishAsync(BusSignal signal) => bus.PublishAsync(signal);

        private List<RoomWakeUp> WhatToTell(RoomWakeUp wakeUp)
        {
            lock (_gate)
            {
                if (fault != Fault.RepeatsAndReorders && _random.NextDouble() < 0.3)
                {
                    Dropped++;
                    return [];
                }

                if (fault == Fault.DropsThirtyPercent)
                {
                    return [wakeUp];
                }

                // The one before comes after this one, and both twice.
                List<RoomWakeUp> told = _held is { } held ? [wakeUp, held, wakeUp, held] : [];
                _held = wakeUp;
                return told;
            }
        }
    }
}
