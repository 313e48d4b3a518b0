using System.ComponentModel.DataAnnotations;

namespace ChatWeb.Messages;

/// <summary>The settings under <c>Chat:Posting</c>.</summary>
public sealed class PostingOptions
{
    public const string Section = "Chat:Posting";

    /// <summary>New messages a user may write in one window; past it, 429.</summary>
    [Range(1, int.MaxValue, ErrorMessage = "Chat:Posting:Messages must be a positive number.")]
    public int Messages { get; set; } = 10;

    [Range(0, 1e9, MinimumIsExclusive = true, ErrorMessage = "Chat:Posting:WindowSeconds must be a positive number.")]
    public double WindowSeconds { get; set; } = 10;

    /// <summary>The longest body, in Unicode code points after trimming.</summary>
    [Range(1, int.MaxValue, ErrorMessage = "Chat:Posting:MaxBody must be a positive number.")]
    public int MaxBody { get; set; } = 4_000;
}
