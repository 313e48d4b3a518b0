using System.Buffers;

namespace ChatWeb.Messages.Attachments.S3;

/// <summary>A piece of an upload: only as much memory as it has bytes, at most a part's.</summary>
internal sealed class PartBuffer : IDisposable
{
    /// <summary>S3 takes at least 5 MiB and 10,000 parts: 80 GB. The next power of two, for the pool gives no other.</summary>
    public const int MaxBytes = 8 * 1024 * 1024;

    private const int FirstBytes = 64 * 1024;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(FirstBytes);

    public int Length { get; private set; }

    /// <summary>Reads anew, until it is full or the stream ends; answers whether it is full.</summary>
    public async Task<bool> FillAsync(Stream content, CancellationToken cancellationToken)
    {
        Length = 0;
        while (Length < MaxBytes)
        {
            if (Length == _bytes.Length)
            {
                Grow();
            }

            var read = await content.ReadAsync(_bytes.AsMemory(Length, Math.Min(_bytes.Length, MaxBytes) - Length), cancellationToken);
            if (read == 0)
            {
                return false;
            }

            Length += read;
        }

        return true;
    }

    /// <summary>What it holds, readable more than once: a request may be repeated.</summary>
    public MemoryStream Open() => new(_bytes, 0, Length, writable: false);

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(_bytes.Length * 2);
        _bytes.AsSpan(0, Length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
