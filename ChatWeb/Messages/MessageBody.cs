using ChatWeb.Http;
using Microsoft.Extensions.Localization;

namespace ChatWeb.Messages;

/// <summary>The rules for what people type.</summary>
internal static class MessageBody
{
    /// <summary>The body as it is stored: trimmed, line ends as <c>\n</c> (forms send <c>\r\n</c>).</summary>
    /// <exception cref="ProblemException">400: nothing visible, too long, or not storable (lone surrogates, NUL).</exception>
    public static string Of(string? typed, int maxCodePoints, IStringLocalizer<MessageProblems> texts, bool mayBeEmpty = false)
    {
        var body = typed?.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Trim() ?? "";
        return VisibleText.Check(body, maxCodePoints, allowNewLines: true) switch
        {
            TextFault.None => body,
            TextFault.Blank when mayBeEmpty => "",
            TextFault.Blank => throw Refusal(texts["BodyBlank"]),
            TextFault.TooLong => throw Refusal(texts["BodyTooLong", maxCodePoints]),
            _ => throw Refusal(texts["BodyMalformed"]),
        };
    }

    private static ProblemException Refusal(string sentence) =>
        new(StatusCodes.Status400BadRequest, "invalid-body", sentence, "body");
}
