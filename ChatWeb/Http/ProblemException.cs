namespace ChatWeb.Http;

/// <summary>
/// Something the caller can put right. The API answers it as <c>application/problem+json</c> (RFC 9457), a page shows
/// <see cref="Exception.Message"/>, which is a clear sentence in the reader's language.
/// </summary>
/// <param name="status">The HTTP status.</param>
/// <param name="type">A stable name of the problem, e.g. <c>invalid-body</c>..</param>
/// <param name="message">The sentence to show.</param>
/// <param name="field">The field that is wrong, as the JSON API names it, if it is one.</param>
/// <param name="retryAfter">When to try again, for 429 and 503.</param>
public sealed class ProblemException(int status, string type, string message, string? field = null, TimeSpan? retryAfter = null)
    : Exception(message)
{
    public int Status { get; } = status;

    public string Type { get; } = type;

    public string? Field { get; } = field;

    public TimeSpan? RetryAfter { get; } = retryAfter;
}
