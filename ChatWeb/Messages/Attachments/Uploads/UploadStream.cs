namespace ChatWeb.Messages.Attachments;

/// <summary>A file as it comes in: at most so many bytes of it, of which the first are kept to see what it is.</summary>
/// <param name="body">The request's, or a part of it.</param>
/// <param name="most">As many bytes as may come.</param>
/// <param name="tooLarge">What is thrown when more do.</param>
/// <param name="broken">What is thrown for a multipart body that is not written as one, or ends before its end.</param>
internal sealed class UploadStream(Stream body, long most, Func<Exception> tooLarge, Func<Exception> broken) : Stream
{
    private readonly byte[] _head = new byte[FileTypes.HeadBytes];
    private long _read;

    public ReadOnlySpan<byte> Head => _head.AsSpan(0, (int)Math.Min(_read, _head.Length));

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await ReadBodyAsync(buffer, cancellationToken);
        if (_read < _head.Length)
        {
            var rest = _head.AsSpan((int)_read);
            buffer.Span[..Math.Min(read, rest.Length)].CopyTo(rest);
        }

        return (_read += read) > most ? throw tooLarge() : read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private async ValueTask<int> ReadBodyAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await body.ReadAsync(buffer, cancellationToken);
        }
        catch (Exception exception) when (exception is InvalidDataException or (IOException and not BadHttpRequestException))
        {
            throw broken();
        }
    }
}
