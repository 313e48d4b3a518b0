using System.Globalization;
using ChatWeb.Data;
using ChatWeb.Streaming;
using ChatWeb.Tests.Streaming.Faults;
using ChatWeb.Tests.Support;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ChatWeb.Tests.Streaming;

public sealed class SharedReplayTests
{
    /// <summary>As after a restart: the queue has nothing, and everybody comes back with the same last id.</summary>
    [Fact]
    public async Task Those_who_come_back_at_once_share_what_is_read_and_all_have_everything()
    {
        const int Readers = 30;
        var reading = new HeldTeller.Gate();
        using var program = new ProgramInside(
            services =>
            {
                services.Replace(ServiceDescriptor.Singleton<IDistributedCache>(new HostileCache(CacheFault.Forgets)));
                services.Decorate<IRoomEventTeller>(teller => new HeldTeller(teller, reading));
            },
            ("Chat:Stream:MaxPerUser", "1000"));
        using var person = await ChatApi.RegisterAsync(program.Address);
        var room = await person.CreateRoomAsync();
        for (var i = 1; i <= 5; i++)
        {
            await person.PostAsync(room.Id, $"message {i}");
        }

        var streams = Enumerable.Range(0, Readers).Select(_ => person.Stream(room.Id, lastEventId: "0")).ToList();
        await Task.WhenAll(streams.Select(stream => stream.NextAsync("connection_ack")));
        reading.Open();

        foreach (var stream in streams)
        {
            Assert.Equal([1L, 2, 3, 4, 5], (await stream.DurableAsync(5)).Select(e => e.Id!.Value));
            await stream.DisposeAsync();
        }

        Assert.InRange(reading.Passed, 1, Readers / 2); // two, but for those who are late
    }

    private sealed class HeldTeller(IRoomEventTeller teller, HeldTeller.Gate gate) : IRoomEventTeller
    {
        public IReadOnlyCollection<RoomEventKind> Kinds => teller.Kinds;

        public async Task<IReadOnlyDictionary<long, BroadcastEntry>> ReadAsync(ChatDbContext db, long roomId, IReadOnlyList<RoomEvent> entries, CancellationToken cancellationToken)
        {
            await gate.PassAsync();
            return await teller.ReadAsync(db, roomId, entries, cancellationToken);
        }

        public Task<string> RenderAsync(BroadcastEntry entry, CultureInfo culture) => teller.RenderAsync(entry, culture);

        internal sealed class Gate
        {
            private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
            private int _passed;

            public int Passed => Volatile.Read(ref _passed);

            public void Open() => _open.SetResult();

            public Task PassAsync()
            {
                Interlocked.Increment(ref _passed);
                return _open.Task;
            }
        }
    }
}
