using System.IO.Pipelines;

namespace ChatWeb.Tests.Streaming.Faults;

/// <summary>Fails at the nth write; opening is the first.</summary>
internal sealed class FailingWriter(PipeWriter writer, int failing) : PipeWriter
{
    private int _writes;

    public override Span<byte> GetSpan(int sizeHint = 0) =>
        ++_writes == failing ? throw new ObjectDisposedException("response") : writer.GetSpan(sizeHint);

    public override Memory<byte> GetMemory(int sizeHint = 0) => writer.GetMemory(sizeHint);

    public override void Advance(int bytes) => writer.Advance(bytes);

    public override void CancelPendingFlush() => writer.CancelPendingFlush();

    public override void Complete(Exception? exception = null) => writer.Complete(exception);

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => writer.FlushAsync(cancellationToken);
}
