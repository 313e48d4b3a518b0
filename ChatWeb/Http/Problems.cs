using System.Globalization;
using Microsoft.AspNetCore.Mvc;

namespace ChatWeb.Http;

/// <summary>Answers of the JSON API that are not a success: RFC 9457, with a <c>type</c> that never changes.</summary>
public static class Problems
{
    private const string ContentType = "application/problem+json";

    /// <summary>The <c>type</c> of a problem: a stable name, relative to the server.</summary>
    public static string TypeUri(string type) => $"urn:chatweb:problem:{type}";

    /// <summary>The problem as a body; an input error names its field in <c>errors</c>.</summary>
    public static ProblemDetails Details(ProblemException problem)
    {
        var details = problem.Field is null
            ? new ProblemDetails()
            : new ValidationProblemDetails(new Dictionary<string, string[]> { [problem.Field] = [problem.Message] });
        details.Status = problem.Status;
        details.Type = TypeUri(problem.Type);
        details.Title = problem.Message;
        return details;
    }

    /// <summary>Writes the problem with its status and, where it has one, <c>Retry-After</c> in whole seconds.</summary>
    public static Task WriteAsync(HttpContext context, ProblemException problem)
    {
        context.Response.StatusCode = problem.Status;
        if (problem.RetryAfter is { } wait)
        {
            context.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        var details = Details(problem);
        return context.Response.WriteAsJsonAsync(details, details.GetType(), options: null, ContentType, CancellationToken.None);
    }

    public static Task NotFoundAsync(HttpContext context) => WriteAsync(context, NotFound());

    /// <summary>There is no such thing, or none that this user may know of.</summary>
    public static ProblemException NotFound() => OfStatus(StatusCodes.Status404NotFound);

    /// <summary>The plain problem of a status, for answers that have no more to say.</summary>
    public static ProblemException OfStatus(int status)
    {
        var (type, sentence) = status switch
        {
            400 => ("bad-request", "The request could not be understood."),
            401 => ("unauthenticated", "Sign in first."),
            403 => ("forbidden", "You may not do this."),
            404 => ("not-found", "There is nothing here, or nothing that you may see."),
            405 => ("method-not-allowed", "This address does not take that method."),
            413 => ("too-large", "The request is too large."),
            415 => ("unsupported-media-type", "Send this as application/json."),
            429 => ("too-many-requests", "Too many requests; wait a moment."),
            503 => ("unavailable", "The server can't do this right now; try again in a moment."),
            _ => (string.Create(CultureInfo.InvariantCulture, $"status-{status}"), "Something went wrong on the server."),
        };
        return new ProblemException(status, type, sentence, retryAfter: status == 503 ? TimeSpan.FromSeconds(2) : null);
    }
}
