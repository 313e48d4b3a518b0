using ChatWeb.Streaming;
using ChatWeb.Streaming.Feeds;

namespace ChatWeb.Tests.Streaming.Feeds;

/// <summary>Somebody's own stream that keeps what it was told.</summary>
internal sealed class FakeConnection : ISubscriberSink
{
    private readonly System.Text.StringBuilder _written = new();

    public FakeConnection()
    {
        var subscriber = new Subscriber(new StreamUser(Guid.NewGuid(), Guid.Empty, "somebody"), this, new StreamOptions(), TimeProvider.System);
        subscriber.Open(default);
        Stream = new MeStream(subscriber);
    }

    public MeStream Stream { get; }

    /// <summary>The data of the last event.</summary>
    public string Last => _written.ToString().TrimEnd().Split('\n')[^1];

    public int Count(string line) => _written.ToString().Split('\n').Count(written => written == line);

    public void Write(ReadOnlySpan<byte> events) => _written.Append(System.Text.Encoding.UTF8.GetString(events));

    public ValueTask<System.IO.Pipelines.FlushResult> FlushAsync() => default;

    public ReadOnlyMemory<byte> Heartbeat(DateTimeOffset now) => default;

    public ReadOnlyMemory<byte> Bye(string reason, int? retryMilliseconds) => default;

    public void Abort()
    {
    }
}
