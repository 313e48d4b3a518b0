using ChatWeb.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ChatWeb.Streaming;

/// <summary>An event stream from its registration to its end.</summary>
internal sealed class SseStream : IDisposable
{
    private readonly HttpContext _context;
    private readonly OpenStreams _open;
    private readonly IStreamRights _rights;
    private readonly IHostApplicationLifetime _lifetime;
    private readonly IServiceProvider _program;
    private readonly CancellationTokenRegistration _left;

    public SseStream(
        HttpContext context,
        SseSink sink,
        Subscriber subscriber,
        OpenStreams open,
        IStreamRights rights,
        IHostApplicationLifetime lifetime,
        IServiceProvider program)
    {
        _context = context;
        Sink = sink;
        Subscriber = subscriber;
        _open = open;
        _rights = rights;
        _lifetime = lifetime;
        _program = program;
        _left = context.RequestAborted.UnsafeRegister(static state => ((Subscriber)state!).Abandon(), subscriber);
    }

    public SseSink Sink { get; }

    public Subscriber Subscriber { get; }

    /// <summary>Makes an answer an event stream that nobody on its way keeps or holds up.</summary>
    public static void Prepare(HttpContext context)
    {
        var response = context.Response;
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-cache, no-store";
        response.Headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
    }

    /// <summary>Leaves the pipeline, so that nothing of it lives as long as the stream, and sends the first events.</summary>
    /// <exception cref="ProblemException">401: the session has ended meanwhile.</exception>
    public async Task BeginAsync(ReadOnlyMemory<byte> first)
    {
        await _rights.DemandSessionAsync(_context, Subscriber.User);
        await LongRequest.LeaveAsync(_context, _program);
        Prepare(_context);
        Subscriber.Open(first.Span);
        if (_lifetime.ApplicationStopping.IsCancellationRequested)
        {
            Subscriber.Close(ByeReason.Shutdown);
        }
    }

    /// <summary>However it ended: nobody touches the response any more.</summary>
    public void Dispose()
    {
        _left.Dispose();
        _open.Remove(Subscriber);
        Subscriber.Abandon();
    }
}
