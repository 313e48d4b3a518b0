using ChatWeb.Streaming;
using ChatWeb.Tests.Streaming.Faults;
using ChatWeb.Tests.Support;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ChatWeb.Tests.Streaming;

/// <summary>The database is the truth: with the queue and the bus failing, everybody still gets every event once and in order.</summary>
public sealed class LostWakeUpTests
{
    public enum Fault
    {
        CacheForgets,
        CacheThrows,
        CacheHangs,
        BusIsSilent,
        BusLies,
        BusIsSilentAndCacheThrows,
    }

    [Theory]
    [InlineData(Fault.CacheForgets)]
    [InlineData(Fault.CacheThrows)]
    [InlineData(Fault.CacheHangs)]
    [InlineData(Fault.BusIsSilent)]
    [InlineData(Fault.BusLies)]
    [InlineData(Fault.BusIsSilentAndCacheThrows)]
    public async Task Without_the_fast_path_every_event_still_comes_once_and_in_order(Fault fault)
    {
        using var program = new ProgramInside(services => Break(services, fault), ("Chat:Posting:Messages", "1000"));
        using var person = await ChatApi.RegisterAsync(program.Address);
        var room = await person.CreateRoomAsync();
        await using var json = person.Stream(room.Id);
        await using var html = person.Stream(room.Id, query: "");
        await json.NextAsync("connection_ack");
        await html.NextAsync("connection_ack");

        for (var i = 1; i <= 5; i++)
        {
            await person.PostAsync(room.Id, $"message {i}");
        }

        var heard = await json.DurableAsync(5);
        Assert.Equal([1L, 2, 3, 4, 5], heard.Select(e => e.Id!.Value));
        Assert.Equal(
            Enumerable.Range(1, 5).Select(i => $"message {i}"),
            heard.Select(e => e.Json.GetProperty("message").GetProperty("body").GetString()));
        Assert.Equal([1L, 2, 3, 4, 5], (await html.DurableAsync(5)).Select(e => e.Id!.Value));
    }

    [Fact]
    public async Task An_event_that_can_not_be_rendered_is_a_reset_with_its_id_and_stops_nobody()
    {
        // The page's fragments fail; JSON, which is stored ready-made, does not.
        using var program = new ProgramInside(services => services.Decorate<IRoomEventTeller>(teller => new MuteTeller(teller)));
        using var person = await ChatApi.RegisterAsync(program.Address);
        var room = await person.CreateRoomAsync();
        await using var json = person.Stream(room.Id);
        await using var html = person.Stream(room.Id, query: "");
        await json.NextAsync("connection_ack");
        await html.NextAsync("connection_ack");

        await person.PostAsync(room.Id, MuteTeller.Unspeakable);
        await person.PostAsync(room.Id, "fine");

        var shown = await html.DurableAsync(2);
        Assert.Equal([("reset", 1L), ("message", 2)], shown.Select(e => (e.Name, e.Id!.Value)));
        Assert.Equal((room.Id, 1), (shown[0].Json.GetProperty("room_id").GetInt64(), shown[0].Json.GetProperty("head").GetInt64()));
        Assert.Equal(["new_message", "new_message"], (await json.DurableAsync(2)).Select(e => e.Name));
    }

    private static void Break(IServiceCollection services, Fault fault)
    {
        if (fault is Fault.BusIsSilent or Fault.BusIsSilentAndCacheThrows)
        {
            SilentBus.Replace(services);
        }

        if (fault is Fault.BusLies)
        {
            services.Replace(ServiceDescriptor.Singleton<IRoomBus>(new LyingBus()));
        }

        if (fault is not (Fault.BusIsSilent or Fault.BusLies))
        {
            services.Replace(ServiceDescriptor.Singleton<IDistributedCache>(new BadCache(fault)));
        }
    }

    /// <summary>Sends every wake-up twice, in the wrong order, among others for what is not there yet.</summary>
    private sealed class LyingBus : IRoomBus
    {
        public event Action<RoomWakeUp>? Woken;

        public event Action<BusSignal>? Signalled
        {
            add { }
            remove { }
        }

        public ValueTask PublishAsync(BusSignal signal) => ValueTask.CompletedTask;

        public ValueTask PublishAsync(RoomWakeUp wakeUp)
        {
            Woken?.Invoke(wakeUp with { Seq = wakeUp.Seq + 3 });
            Woken?.Invoke(wakeUp with { Seq = long.MaxValue });
            Woken?.Invoke(wakeUp);
            Woken?.Invoke(wakeUp with { Seq = wakeUp.Seq - 1 });
            Woken?.Invoke(wakeUp);
            return ValueTask.CompletedTask;
        }
    }

    private sealed class BadCache(Fault fault) : IDistributedCache
    {
        public byte[]? Get(string key) => throw new NotSupportedException();

        public Task<byte[]?> GetAsync(string key, CancellationToken token = default) => Answer<byte[]?>();

        public void Refresh(string key) => throw new NotSupportedException();

        public Task RefreshAsync(string key, CancellationToken token = default) => throw new NotSupportedException();

        public void Remove(string key) => throw new NotSupportedException();

        public Task RemoveAsync(string key, CancellationToken token = default) => Answer<byte[]?>();

        public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => throw new NotSupportedException();

        public Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default) => Answer<byte[]?>();

        /// <summary>A cache that hangs does so whatever the caller's patience.</summary>
        private Task<T?> Answer<T>() => fault switch
        {
            Fault.CacheForgets => Task.FromResult<T?>(default),
            Fault.CacheHangs => new TaskCompletionSource<T?>().Task,
            _ => throw new IOException("The cache is down."),
        };
    }

    private sealed class MuteTeller(IRoomEventTeller teller) : IRoomEventTeller
    {
        public const string Unspeakable = "unspeakable";

        public IReadOnlyCollection<RoomEventKind> Kinds => teller.Kinds;

        public Task<IReadOnlyDictionary<long, BroadcastEntry>> ReadAsync(
            ChatWeb.Data.ChatDbContext db, long roomId, IReadOnlyList<RoomEvent> entries, CancellationToken cancellationToken) =>
            teller.ReadAsync(db, roomId, entries, cancellationToken);

        public Task<string> RenderAsync(BroadcastEntry entry, System.Globalization.CultureInfo culture) =>
            System.Text.Encoding.UTF8.GetString(entry.Json.Span).Contains(Unspeakable, StringComparison.Ordinal)
                ? throw new FormatException("It can't be rendered.")
                : teller.RenderAsync(entry, culture);
    }
}
