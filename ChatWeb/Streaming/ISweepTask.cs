namespace ChatWeb.Streaming;

/// <summary>Something to be done about once a second by the process's one timer. It may take longer than that: it is not started again before it ended.</summary>
internal interface ISweepTask
{
    /// <summary>What it throws is logged; the next sweep calls it again.</summary>
    Task SweepAsync(SweepMoment now, CancellationToken cancellationToken);
}
