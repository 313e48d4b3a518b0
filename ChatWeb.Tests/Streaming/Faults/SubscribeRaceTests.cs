using System.Buffers;
using System.Globalization;
using System.Text;
using ChatWeb.Data;
using ChatWeb.Streaming;
using ChatWeb.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ChatWeb.Tests.Streaming.Faults;

/// <summary>
/// Subscribing while others publish, ten thousand times, on the program's own log, queue, bus and hubs: only the
/// connection is a list. Two listeners a room, so that its hub is often new, and often about to go.
/// </summary>
public sealed class SubscribeRaceTests
{
    private const int Rounds = 10_000;
    private const int Rooms = 4;
    private const int ListenersPerRoom = 2;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Whoever_subscribes_in_whatever_moment_has_no_gap_and_no_double()
    {
        using var program = new ProgramInside();
        using var person = await ChatApi.AdminAsync(program.Address);
        var userId = (await person.PostAsync(1, "who am I?")).SenderUuid;
        var rooms = new List<long>();
        for (var i = 0; i < Rooms; i++)
        {
            rooms.Add((await person.CreateRoomAsync()).Id);
        }

        var race = new Race(program.Services, new StreamUser(userId, Guid.NewGuid(), "Somebody"));
        using var enough = new CancellationTokenSource();
        var writing = rooms.ConvertAll(room => race.WriteAsync(room, enough.Token));
        var listening = rooms.SelectMany(room => Enumerable.Range(0, ListenersPerRoom).Select(seed =>
            Task.Run(() => race.ListenAsync(room, Rounds / Rooms / ListenersPerRoom, new Random(seed)))));
        await Task.WhenAll(listening).WaitAsync(Limit);
        await enough.CancelAsync();
        await Task.WhenAll(writing).WaitAsync(Limit);
    }

    private sealed class Race(IServiceProvider services, StreamUser user)
    {
        private readonly RoomHubs _hubs = services.GetRequiredService<RoomHubs>();
        private readonly RoomReplay _replay = services.GetRequiredService<RoomReplay>();
        private readonly RoomLog _log = services.GetRequiredService<RoomLog>();
        private readonly RoomPublisher _publisher = services.GetRequiredService<RoomPublisher>();
        private readonly IChatWriter _writer = services.GetRequiredService<IChatWriter>();
        private readonly IRoomSequences _rooms = services.GetRequiredService<IRoomSequences>();

        public async Task WriteAsync(long room, CancellationToken enough)
        {
            while (!enough.IsCancellationRequested)
            {
                var written = await _writer.RunAsync(
                    (db, ct) => _log.AppendAsync(db, room, RoomEventKind.MemberJoined, user.UserId, (_, _) => Task.FromResult(0L), ct),
                    CancellationToken.None);
                _publisher.Publish(room, new BroadcastEntry(written.Seq, written.Kind, "{}"u8.ToArray()));
            }
        }

        public async Task ListenAsync(long room, int rounds, Random random)
        {
            long? last = null;
            for (var round = 0; round < rounds; round++)
            {
                // Half of them come back with what they have, half want what happens from now on.
                last = await ListenOnceAsync(room, random.Next(2) == 0 ? last : null);
            }
        }

        /// <summary>What the stream's endpoint does, in its order. Returns the last id.</summary>
        private async Task<long> ListenOnceAsync(long room, long? from)
        {
            var hub = _hubs.Join(room);
            try
            {
                var head = await HeadAsync(room);
                hub.Start(head);
                var listener = new ListeningList(user, from ?? head);
                try
                {
                    Assert.True(await _replay.CatchUpAsync(hub, listener, from ?? head, head, listener.SendAsync));
                    await listener.Heard.WaitAsync(SseClient.Patience);
                }
                finally
                {
                    hub.Remove(listener);
                }

                return listener.Check();
            }
            finally
            {
                _hubs.Leave(hub);
            }
        }

        private async Task<long> HeadAsync(long room)
        {
            await using var db = await services.GetRequiredService<IDbContextFactory<ChatDbContext>>().CreateDbContextAsync();
            return (await _rooms.HeadForAsync(db, room, user.UserId, CancellationToken.None))!.Value;
        }
    }

    /// <summary>Keeps what a connection would have been sent.</summary>
    private sealed class ListeningList(StreamUser user, long from) : RoomListener(user, StreamFormat.Json)
    {
        private readonly ArrayBufferWriter<byte> _sent = new();
        private readonly TaskCompletionSource _heard = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Something came after it went live.</summary>
        public Task Heard => _heard.Task;

        public ValueTask<bool> SendAsync(ReadOnlyMemory<byte> bytes, int events)
        {
            Note(bytes);
            return ValueTask.FromResult(true);
        }

        public override void Signal(RoomSignal signal)
        {
        }

        public override void Close(string reason) => _heard.TrySetException(new InvalidOperationException(reason));

        protected override void Send(FrameBatch batch, long sent)
        {
            Note(batch.After(sent).Bytes);
            _heard.TrySetResult();
        }

        /// <summary>The ids are one after another, from the first that was missing; returns the last.</summary>
        public long Check()
        {
            var next = from;
            lock (_sent)
            {
                foreach (var line in Encoding.UTF8.GetString(_sent.WrittenSpan).Split('\n'))
                {
                    if (line.StartsWith("id: ", StringComparison.Ordinal))
                    {
                        Assert.Equal(++next, long.Parse(line.AsSpan(4), CultureInfo.InvariantCulture));
                    }
                }
            }

            Assert.True(next > from);
            return next;
        }

        private void Note(ReadOnlyMemory<byte> bytes)
        {
            lock (_sent)
            {
                _sent.Write(bytes.Span);
            }
        }
    }
}
