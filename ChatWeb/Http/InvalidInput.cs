using Microsoft.AspNetCore.Mvc;

namespace ChatWeb.Http;

/// <summary>Answers input that does not even bind: wrong types, broken JSON, no body.</summary>
internal static class InvalidInput
{
    private const string Body = "body_json";

    public static IActionResult Answer(ActionContext context)
    {
        // The framework's own sentences name types and byte positions; the field is what helps the caller.
        var fields = context.ModelState
            .Where(pair => pair.Value is { Errors.Count: > 0 })
            .Select(pair => Field(pair.Key))
            .Distinct()
            .ToDictionary(field => field, field => new[] { Sentence(field) });
        var problem = new ValidationProblemDetails(fields)
        {
            Status = StatusCodes.Status400BadRequest,
            Type = Problems.TypeUri("invalid-input"),
            Title = "The request could not be understood.",
        };
        return new BadRequestObjectResult(problem) { ContentTypes = { "application/problem+json" } };
    }

    /// <summary>JSON errors come as a path (<c>$.client_id</c>), missing bodies as the parameter's name or nothing.</summary>
    private static string Field(string key) =>
        key.StartsWith("$.", StringComparison.Ordinal) ? key[2..]
        : key is "" or "$" || char.IsUpper(key[0]) ? Body
        : key;

    private static string Sentence(string field) =>
        field == Body ? "Send a JSON object." : "This is not a value that the field takes.";
}
