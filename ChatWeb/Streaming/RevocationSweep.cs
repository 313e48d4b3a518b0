namespace ChatWeb.Streaming;

/// <summary>
/// Ends the streams of sessions that ended: at once when the bus says so, else when the next sweep finds it in the
/// log, one query a second for the whole process. Either is a hint, which may come late or twice: what is closed is
/// decided by what the database says of the sessions now.
/// </summary>
internal sealed partial class RevocationSweep : ISweepTask
{
    private readonly OpenStreams _streams;
    private readonly IStreamRights _rights;
    private readonly ILogger<RevocationSweep> _logger;

    /// <summary>Told of by the log and not looked at yet, because the database failed in between.</summary>
    private readonly HashSet<Guid> _waiting = [];

    public RevocationSweep(OpenStreams streams, IStreamRights rights, IRoomBus bus, ILogger<RevocationSweep> logger)
    {
        (_streams, _rights, _logger) = (streams, rights, logger);
        bus.Signalled += signal =>
        {
            if (signal is RevocationSignal revocation)
            {
                _ = CloseAtOnceAsync(revocation.UserId);
            }
        };
    }

    public async Task SweepAsync(SweepMoment now, CancellationToken cancellationToken)
    {
        _waiting.UnionWith(await _rights.RevokedSinceAsync(cancellationToken));
        if (_waiting.Count > 0)
        {
            await CloseEndedAsync(_waiting, cancellationToken);
            _waiting.Clear();
        }
    }

    private async Task CloseAtOnceAsync(Guid userId)
    {
        try
        {
            await CloseEndedAsync([userId], CancellationToken.None);
        }
        catch (Exception exception)
        {
            LogNotClosed(exception, userId);
        }
    }

    private async Task CloseEndedAsync(IEnumerable<Guid> userIds, CancellationToken cancellationToken)
    {
        var open = userIds.SelectMany(_streams.Of).ToList();
        if (open.Count == 0)
        {
            return;
        }

        var holding = await _rights.HoldingAsync([.. open.Select(stream => stream.User.SessionId).Distinct()], cancellationToken);
        foreach (var stream in open.Where(stream => !holding.Contains(stream.User.SessionId)))
        {
            stream.Close(ByeReason.SignedOut);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Streams of user {UserId}, of whom a session ended, could not be looked at; the sweep will.")]
    private partial void LogNotClosed(Exception exception, Guid userId);
}
