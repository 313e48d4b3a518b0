using System.Net;

namespace ChatWeb.Tests.Messages.Attachments;

/// <summary>A body whose first bytes go at once and whose last wait for a signal.</summary>
internal sealed class SlowContent(Task more, params byte[] beginning) : HttpContent
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Its first bytes are on their way.</summary>
    public Task Begun => _begun.Task;

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await stream.WriteAsync(beginning);
        await stream.WriteAsync(new byte[1_000]);
        await stream.FlushAsync();
        _begun.SetResult();
        await more;
        await stream.WriteAsync(new byte[1_000]);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
