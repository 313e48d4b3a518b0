namespace ChatWeb.Benchmarks.Streams;

/// <summary>One client of a stream; only its crowd's thread touches it while it is open.</summary>
internal sealed class Reader
{
    private readonly Func<long, byte[]> _request;
    private readonly Action<ArrivedEvent> _arrived;
    private StreamParser _parser = new();

    /// <param name="request">The request's bytes; given the last number it got, so that it resumes.</param>
    /// <param name="isStalled">Whether it never reads what it asked for.</param>
    public Reader(Func<long, byte[]> request, bool isStalled = false)
    {
        _request = request;
        _arrived = Arrive;
        IsStalled = isStalled;
    }

    /// <summary>Told of each event of a durable number or a time; the same for all readers of a crowd.</summary>
    public Action<ArrivedEvent>? Noted { get; set; }

    public bool IsStalled { get; }

    /// <summary>Its socket; -1 while it has none.</summary>
    public int Socket { get; set; } = -1;

    /// <summary>Whether the request was sent.</summary>
    public bool HasAsked { get; set; }

    /// <summary>The answer's status, once its head is there.</summary>
    public int? Status => _parser.Status;

    /// <summary>Whether the stream's first event is there.</summary>
    public bool IsLive { get; private set; }

    /// <summary>The last durable number it got.</summary>
    public long LastId { get; private set; }

    /// <summary>Durable events it got.</summary>
    public long Count { get; private set; }

    /// <summary>Events that did not have the number after the one before.</summary>
    public long OutOfOrder { get; private set; }

    /// <summary>Signals it got after the first event.</summary>
    public long Signals { get; private set; }

    /// <summary>Whether the server said goodbye.</summary>
    public bool HasBye { get; private set; }

    /// <summary>Whether the last chunk came.</summary>
    public bool IsEnded => _parser.IsEnded;

    public long Bytes => _parser.Bytes;

    public byte[] Request() => _request(LastId);

    public void Feed(ReadOnlySpan<byte> bytes) => _parser.Feed(bytes, _arrived);

    /// <summary>Ready for another connection; what it got so far stays.</summary>
    public void Reset() => (_parser, IsLive, HasBye, HasAsked) = (new StreamParser(), false, false, false);

    private void Arrive(ArrivedEvent arrived)
    {
        IsLive = true;
        HasBye |= arrived.IsBye;
        if (arrived.Id == 0)
        {
            Signals++;
            return;
        }

        OutOfOrder += LastId != 0 && arrived.Id != LastId + 1 ? 1 : 0;
        LastId = arrived.Id;
        Count++;
        Noted?.Invoke(arrived);
    }
}
