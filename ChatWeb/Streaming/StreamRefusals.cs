using System.Globalization;
using ChatWeb.Data;
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

    /// <summary>Refuses a stream whose session ended before the stream was registered, too early to be found by that end.</summary>
    /// <exception cref="ProblemException">401.</exception>
    public static async Task DemandSessionAsync(this IStreamRights rights, HttpContext context, StreamUser user)
    {
        if (!await rights.HoldsAsync(context.RequestServices.GetRequiredService<ChatDbContext>(), user, context.RequestAborted))
        {
            throw Problems.OfStatus(StatusCodes.Status401Unauthorized);
        }
    }
}
