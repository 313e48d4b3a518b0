using System.Globalization;
using ChatWeb.Http;

namespace ChatWeb.Streaming;

/// <summary>Why a stream is not opened.</summary>
internal static class StreamRefusals
{
    /// <summary>A stream that its client forgot is noticed within about this time.</summary>
    private static readonly TimeSpan TryAgainIn = TimeSpan.FromSeconds(10);

    /// <summary>The user holds as many streams as they may.</summary>
    public static ProblemException TooMany(int most) => new(
        StatusCodes.Status429TooManyRequests,
        "too-many-streams",
        string.Create(CultureInfo.InvariantCulture, $"You have {most} streams open, which is the most; close one first."),
        retryAfter: TryAgainIn);
}
