using System.ComponentModel.DataAnnotations;

namespace ChatWeb.Streaming;

/// <summary>The settings under <c>Chat:Stream</c>. Every one accepts any positive number.</summary>
public sealed class StreamOptions
{
    public const string Section = "Chat:Stream";

    private const double Longest = 1e9;

    /// <summary>How long the broadcast queue keeps an entry.</summary>
    [Range(0, Longest, MinimumIsExclusive = true, ErrorMessage = "Chat:Stream:BroadcastTtlSeconds must be a positive number.")]
    public double BroadcastTtlSeconds { get; set; } = 60;

    /// <summary>Over how many changes a client may resume; one further behind gets <c>reset</c>.</summary>
    [Range(1, long.MaxValue, ErrorMessage = "Chat:Stream:ResumeLimit must be a positive number.")]
    public long ResumeLimit { get; set; } = 10_000;

    /// <summary>Changes that may wait for one subscriber; past it, <c>bye: lagging</c>.</summary>
    [Range(1, int.MaxValue, ErrorMessage = "Chat:Stream:SubscriberEvents must be a positive number.")]
    public int SubscriberEvents { get; set; } = 1_000;

    /// <summary>Bytes that may wait for one subscriber; past it, <c>bye: lagging</c>.</summary>
    [Range(1, int.MaxValue, ErrorMessage = "Chat:Stream:SubscriberBytes must be a positive number.")]
    public int SubscriberBytes { get; set; } = 1024 * 1024;

    /// <summary>A flush that takes longer ends the connection.</summary>
    [Range(0, Longest, MinimumIsExclusive = true, ErrorMessage = "Chat:Stream:FlushSeconds must be a positive number.")]
    public double FlushSeconds { get; set; } = 10;

    [Range(0, Longest, MinimumIsExclusive = true, ErrorMessage = "Chat:Stream:HeartbeatSeconds must be a positive number.")]
    public double HeartbeatSeconds { get; set; } = 30;

    /// <summary>After this a stream ends with <c>bye: expired</c> and the client resumes.</summary>
    [Range(0, Longest, MinimumIsExclusive = true, ErrorMessage = "Chat:Stream:LifeMinutes must be a positive number.")]
    public double LifeMinutes { get; set; } = 30;

    /// <summary>How much of a life is left off at random, so that streams that began together do not end together.</summary>
    internal const double LifeSpread = 0.1;

    /// <summary>
    /// Streams, sockets and waiting polls that one user may hold in one process; past it, 429. Each process counts its
    /// own: it bounds what a user costs that process, and several of them ask nobody before they open a stream.
    /// </summary>
    [Range(1, int.MaxValue, ErrorMessage = "Chat:Stream:MaxPerUser must be a positive number.")]
    public int MaxPerUser { get; set; } = 20;
}
