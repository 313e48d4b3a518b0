using ChatWeb.Telemetry;

namespace ChatWeb.Streaming.Fallback;

/// <summary>A poll that waits: a listener whose first event ends it.</summary>
/// <param name="user">Who asks.</param>
/// <param name="deadline">When it ends without an event, in the clock's ticks.</param>
/// <param name="abort">Cuts the connection.</param>
internal sealed class HeldPoll(StreamUser user, long deadline, Action abort) : RoomListener(user, StreamFormat.Raw), IOpenStream
{
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _head;
    private int _refusal;
    private string _ending = StreamEnding.Answered;

    public string Transport => StreamTransport.Poll;

    public string Ending => _ending;

    public Task Completion => _completion.Task;

    /// <summary>The newest sequence that the hub has told; 0 when it told none.</summary>
    public long Head => Volatile.Read(ref _head);

    /// <summary>The status of the answer when the right to wait has ended; else null.</summary>
    public int? Refusal => Volatile.Read(ref _refusal) is var status and > 0 ? status : null;

    public void Tick(SweepMoment now)
    {
        if (now.Timestamp + now.Slack >= deadline)
        {
            _completion.TrySetResult();
        }
    }

    /// <summary>What is no durable event is nothing to wake for.</summary>
    public override void Signal(RoomSignal signal)
    {
    }

    public override void Close(string reason) => Close(reason, retryMilliseconds: null);

    public void Close(string reason, int? retryMilliseconds)
    {
        _ending = reason;
        Volatile.Write(ref _refusal, reason switch
        {
            ByeReason.SignedOut => StatusCodes.Status401Unauthorized,
            ByeReason.Removed => StatusCodes.Status404NotFound,
            _ => 0,
        });
        _completion.TrySetResult();
    }

    public void Abort()
    {
        _ending = StreamEnding.Left;
        abort();
        _completion.TrySetResult();
    }

    protected override void Send(FrameBatch batch, long sent)
    {
        Volatile.Write(ref _head, batch.LastSeq);
        _completion.TrySetResult();
    }
}
