namespace ChatWeb.Tests.Messages.Attachments;

/// <summary>So many bytes without holding them; does something else at one of them.</summary>
internal sealed class PatternStream(long length, long at = -1, Action? then = null) : Stream
{
    private readonly long _length = length;
    private long _given;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _given;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        if (at >= 0 && _given >= at)
        {
            then?.Invoke();
        }

        var give = (int)Math.Min(count, _length - _given);
        buffer.AsSpan(offset, give).Fill((byte)_given);
        _given += give;
        return give;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
