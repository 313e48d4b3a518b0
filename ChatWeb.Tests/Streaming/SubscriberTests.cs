using System.IO.Pipelines;
using System.Text;
using ChatWeb.Streaming;
using ChatWeb.Telemetry;
using ChatWeb.Tests.Streaming.Faults;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Streaming;

/// <summary>One subscriber over a pipe whose flush ends only when the test reads.</summary>
public sealed class SubscriberTests
{
    private static readonly StreamUser Somebody = new(Guid.NewGuid(), Guid.NewGuid(), "Somebody");

    private readonly SetClock _clock = new();
    private readonly Pipe _pipe = new(new PipeOptions(writerScheduler: PipeScheduler.Inline, pauseWriterThreshold: 1, resumeWriterThreshold: 1, useSynchronizationContext: false));
    private bool _aborted;

    [Fact]
    public async Task What_comes_during_a_flush_waits_and_goes_along_in_the_next_in_order()
    {
        var subscriber = Subscriber();

        Send(subscriber, 1, 1);
        Send(subscriber, 2, 2);
        Send(subscriber, 4, 1);

        Assert.Equal("1;", await ReadAsync());
        Assert.Equal("2;3;4;", await ReadAsync());
        Send(subscriber, 5, 1);
        Assert.Equal("5;", await ReadAsync());
        Assert.False(subscriber.Completion.IsCompleted);
    }

    [Fact]
    public async Task What_the_client_has_already_is_left_out()
    {
        var listener = Listener(Subscriber(), sent: 3);

        listener.Deliver(Batch(1, 3));
        listener.Deliver(Batch(2, 4));
        Assert.Equal("4;5;", await ReadAsync());
        listener.Deliver(Batch(5, 2));

        Assert.Equal("6;", await ReadAsync());
    }

    [Theory]
    [InlineData(3, 1_000_000)]
    [InlineData(1_000_000, 8)]
    public async Task One_that_falls_behind_its_bounds_is_told_so_instead_of_what_waited(int events, int bytes)
    {
        var subscriber = Subscriber(events: events, bytes: bytes);
        Send(subscriber, 1, 1);

        for (var seq = 2; seq <= 6; seq++)
        {
            Send(subscriber, seq, 1);
        }

        Assert.Equal("1;", await ReadAsync());
        var bye = await ReadAsync();
        Assert.StartsWith("event: bye\n", bye, StringComparison.Ordinal);
        Assert.Contains("\"lagging\"", bye, StringComparison.Ordinal);
        await subscriber.Completion.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(ByeReason.Lagging, subscriber.Ending);
        Send(subscriber, 7, 1);
        Assert.False(_pipe.Reader.TryRead(out _));
    }

    [Fact]
    public async Task A_goodbye_comes_after_what_waits()
    {
        var subscriber = Subscriber();
        Send(subscriber, 1, 1);
        Send(subscriber, 2, 1);

        subscriber.Close(ByeReason.Shutdown);
        subscriber.Close(ByeReason.Expired);
        Send(subscriber, 3, 1);

        Assert.Equal("1;", await ReadAsync());
        var rest = await ReadAsync();
        Assert.StartsWith("2;event: bye\n", rest, StringComparison.Ordinal);
        Assert.Contains("\"shutdown\"", rest, StringComparison.Ordinal);
        Assert.DoesNotContain("expired", rest, StringComparison.Ordinal);
        await subscriber.Completion.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_flush_that_does_not_end_is_known_as_stalled_only_after_its_time()
    {
        var subscriber = Subscriber();
        Assert.False(subscriber.IsStalled(_clock.After(60)));

        Send(subscriber, 1, 1);
        Assert.False(subscriber.IsStalled(_clock.After(9.9)));
        Assert.True(subscriber.IsStalled(_clock.After(10.1)));
        subscriber.Tick(new SweepMoment(_clock.After(10.1), 0, default));
        Assert.True(_aborted);
        Assert.Equal(StreamEnding.Stalled, subscriber.Ending);

        Assert.Equal("1;", await ReadAsync());
        Assert.False(subscriber.IsStalled(_clock.After(60)));
    }

    [Fact]
    public async Task One_whose_client_left_ends()
    {
        var subscriber = Subscriber();
        Send(subscriber, 1, 1);
        Send(subscriber, 2, 1);

        await _pipe.Reader.CompleteAsync();

        await subscriber.Completion.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_writer_that_fails_ends_its_own_stream_and_throws_at_nobody(int failing)
    {
        var writer = new FailingWriter(_pipe.Writer, failing);
        var subscriber = new Subscriber(Somebody, Sink(writer), new StreamOptions(), _clock);
        subscriber.Open([]);

        Send(subscriber, 1, 1);
        Send(subscriber, 2, 1);
        if (failing > 2)
        {
            Assert.Equal("1;", await ReadAsync()); // the flush's end writes on, on whatever thread that is
        }

        await subscriber.Completion.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.True(subscriber.IsClosing);
    }

    [Fact]
    public void A_life_longer_than_the_clock_can_count_does_not_end_at_once()
    {
        var subscriber = new Subscriber(Somebody, Sink(_pipe.Writer), new StreamOptions { LifeMinutes = 1e9 }, TimeProvider.System);
        subscriber.Open([]);

        subscriber.Tick(new SweepMoment(TimeProvider.System.GetTimestamp(), 0, default));

        Assert.False(subscriber.IsClosing);
    }

    [Fact]
    public void Lives_that_began_together_do_not_end_together()
    {
        var options = new StreamOptions { LifeMinutes = 30 };
        var subscribers = Enumerable.Range(0, 200)
            .Select(_ => new Subscriber(Somebody, Sink(PipeWriter.Create(Stream.Null)), options, _clock))
            .ToList();
        subscribers.ForEach(subscriber => subscriber.Open([]));

        Assert.Equal(0, EndedAfter(minutes: 26.9));
        Assert.InRange(EndedAfter(minutes: 28.5), 40, 160);
        Assert.Equal(200, EndedAfter(minutes: 30));

        int EndedAfter(double minutes)
        {
            subscribers.ForEach(subscriber => subscriber.Tick(new SweepMoment(_clock.After(minutes * 60), 0, default)));
            return subscribers.Count(subscriber => subscriber.IsClosing);
        }
    }

    [Fact]
    public async Task A_replay_is_sent_whatever_its_length_and_waits_until_the_client_took_it()
    {
        var subscriber = Subscriber(events: 1, bytes: 1);

        var first = subscriber.SendAsync(Encoding.ASCII.GetBytes("a long page of the log;"), events: 20);
        Assert.False(first.IsCompleted);
        Assert.Equal("a long page of the log;", await ReadAsync());
        Assert.True(await first.AsTask().WaitAsync(TimeSpan.FromSeconds(10)));

        var second = subscriber.SendAsync(Encoding.ASCII.GetBytes("another;"), events: 20);
        subscriber.Close(ByeReason.Shutdown, retryMilliseconds: 1_234);
        Assert.Equal("another;", await ReadAsync());
        Assert.StartsWith("retry: 1234\nevent: bye\n", await ReadAsync(), StringComparison.Ordinal);
        Assert.False(await second.AsTask().WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.False(await subscriber.SendAsync(Encoding.ASCII.GetBytes("more;"), events: 1));
    }

    [Fact]
    public async Task One_that_is_closed_before_it_opens_says_so_right_after_what_comes_first()
    {
        var subscriber = new Subscriber(Somebody, Sink(_pipe.Writer), new StreamOptions(), _clock);
        subscriber.Close(ByeReason.SignedOut);
        Assert.False(_pipe.Reader.TryRead(out _));

        subscriber.Open("hello;"u8);

        Assert.Equal("hello;", await ReadAsync());
        Assert.Contains("\"signed_out\"", await ReadAsync(), StringComparison.Ordinal);
        await subscriber.Completion.WaitAsync(TimeSpan.FromSeconds(10));
    }

    /// <summary>Events as their number and a semicolon.</summary>
    private static FrameBatch Batch(long first, int count)
    {
        var bytes = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, count).Select(i => $"{first + i};")));
        var entries = Enumerable.Range(0, count).Select(i => new BroadcastEntry(first + i, RoomEventKind.NewMessage, default)).ToList();
        return new FrameBatch(entries, bytes, [.. Enumerable.Range(1, count).Select(i => i * 2)]);
    }

    private static void Send(Subscriber subscriber, long first, int count)
    {
        var (bytes, events) = Batch(first, count).After(0);
        subscriber.Send(bytes, events);
    }

    private static RoomSubscription Listener(Subscriber subscriber, long sent)
    {
        var listener = new RoomSubscription(subscriber, StreamFormat.Json);
        listener.GoLive(sent);
        return listener;
    }

    private Subscriber Subscriber(int events = 100, int bytes = 1_000)
    {
        var options = new StreamOptions { SubscriberEvents = events, SubscriberBytes = bytes, FlushSeconds = 10 };
        var subscriber = new Subscriber(Somebody, Sink(_pipe.Writer), options, _clock);
        subscriber.Open([]);
        return subscriber;
    }

    private SseSink Sink(PipeWriter writer) => new(writer, StreamFormat.Json, roomId: 1, () => _aborted = true);

    private async Task<string> ReadAsync()
    {
        var read = await _pipe.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10));
        var text = Encoding.UTF8.GetString(read.Buffer);
        _pipe.Reader.AdvanceTo(read.Buffer.End);
        return text;
    }
}
