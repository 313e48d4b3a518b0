using System.Buffers.Text;

namespace ChatWeb.Benchmarks.Streams;

/// <summary>What the benchmark looks at in an event.</summary>
/// <param name="Id">Its durable number; 0 for a signal.</param>
/// <param name="SentAt">When it was published, in the stopwatch's ticks, as its text says; 0 for one that does not.</param>
/// <param name="IsBye">Whether it is the server's goodbye.</param>
internal readonly record struct ArrivedEvent(long Id, long SentAt, bool IsBye);

/// <summary>Reads an event stream off an HTTP/1.1 connection: head, chunks, lines. Allocates nothing an event.</summary>
internal sealed class StreamParser
{
    private const byte RecordSeparator = 0x1e;

    private static ReadOnlySpan<byte> EndOfHead => "\r\n\r\n"u8;

    private Part _part;
    private int _matched;
    private int _status;
    private int _statusBytes;
    private int _left;
    private byte[] _cut = [];
    private int _cutLength;
    private long _id;
    private long _sentAt;
    private bool _isBye;
    private bool _hasData;

    private enum Part
    {
        Head,
        Size,
        Data,
        AfterData,
    }

    /// <summary>The answer's status, once its head is there.</summary>
    public int? Status => _part == Part.Head ? null : _status;

    /// <summary>Whether the last chunk has come.</summary>
    public bool IsEnded { get; private set; }

    public long Bytes { get; private set; }

    /// <summary>Takes what came; each event that is complete goes to <paramref name="arrived"/>.</summary>
    public void Feed(ReadOnlySpan<byte> bytes, Action<ArrivedEvent> arrived)
    {
        while (!bytes.IsEmpty)
        {
            switch (_part)
            {
                case Part.Head:
                    TakeHead(bytes[0]);
                    bytes = bytes[1..];
                    break;
                case Part.Size:
                    TakeSize(bytes[0]);
                    bytes = bytes[1..];
                    break;
                case Part.Data:
                    var here = Math.Min(_left, bytes.Length);
                    TakeLines(bytes[..here], arrived);
                    bytes = bytes[here..];
                    Bytes += here;
                    _left -= here;
                    _part = _left == 0 ? Part.AfterData : Part.Data;
                    break;
                case Part.AfterData:
                    _part = bytes[0] == '\n' ? Part.Size : Part.AfterData;
                    bytes = bytes[1..];
                    break;
            }
        }
    }

    private void TakeHead(byte one)
    {
        // "HTTP/1.1 200": the status is at 9 to 11.
        if (++_statusBytes is > 9 and <= 12)
        {
            _status = (_status * 10) + one - '0';
        }

        _matched = one == EndOfHead[_matched] ? _matched + 1 : one == '\r' ? 1 : 0;
        if (_matched == EndOfHead.Length)
        {
            _part = Part.Size;
        }
    }

    private void TakeSize(byte one)
    {
        if (one == '\n')
        {
            IsEnded |= _left == 0;
            _part = _left == 0 ? Part.AfterData : Part.Data;
        }
        else if (one != '\r')
        {
            _left = (_left * 16) + (one <= '9' ? one - '0' : (one | ' ') - 'a' + 10);
        }
    }

    private void TakeLines(ReadOnlySpan<byte> bytes, Action<ArrivedEvent> arrived)
    {
        while (bytes.IndexOf((byte)'\n') is >= 0 and var end)
        {
            if (_cutLength == 0)
            {
                TakeLine(bytes[..end], arrived);
            }
            else
            {
                Cut(bytes[..end]);
                TakeLine(_cut.AsSpan(0, _cutLength), arrived);
                _cutLength = 0;
            }

            bytes = bytes[(end + 1)..];
        }

        Cut(bytes);
    }

    /// <summary>Keeps a line's piece until the rest comes.</summary>
    private void Cut(ReadOnlySpan<byte> piece)
    {
        if (piece.Length > 0)
        {
            if (_cut.Length < _cutLength + piece.Length)
            {
                Array.Resize(ref _cut, (_cutLength + piece.Length) * 2);
            }

            piece.CopyTo(_cut.AsSpan(_cutLength));
            _cutLength += piece.Length;
        }
    }

    private void TakeLine(ReadOnlySpan<byte> line, Action<ArrivedEvent> arrived)
    {
        line = line.TrimEnd((byte)'\r');
        if (line.IsEmpty)
        {
            if (_hasData)
            {
                arrived(new ArrivedEvent(_id, _sentAt, _isBye));
            }

            (_id, _sentAt, _isBye, _hasData) = (0, 0, false, false);
        }
        else if (line.StartsWith("data: "u8))
        {
            // SignalR says several things in one event when it is behind.
            while (line.IndexOf(RecordSeparator) is >= 0 and var end && end + 1 < line.Length)
            {
                arrived(new ArrivedEvent(Number(line[..end], "number="u8), Number(line[..end], "sent="u8), IsBye: false));
                line = line[(end + 1)..];
            }

            _hasData = true;
            _sentAt = Number(line, "sent="u8);
            _id = _id == 0 ? Number(line, "number="u8) : _id;
        }
        else if (line.StartsWith("id: "u8))
        {
            _id = Number(line, "id: "u8);
        }
        else if (line.SequenceEqual("event: bye"u8))
        {
            _isBye = true;
        }
    }

    private static long Number(ReadOnlySpan<byte> line, ReadOnlySpan<byte> name) =>
        line.IndexOf(name) is >= 0 and var at && Utf8Parser.TryParse(line[(at + name.Length)..], out long number, out _) ? number : 0;
}
