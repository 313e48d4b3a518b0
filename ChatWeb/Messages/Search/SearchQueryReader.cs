using System.Globalization;
using System.Text;
using ChatWeb.Data.Search;
using ChatWeb.Http;
using Microsoft.Extensions.Localization;

namespace ChatWeb.Messages.Search;

/// <summary>
/// Reads what people type: words, <c>"phrases"</c>, and filters as <c>from:name</c> or <c>in:"a room"</c>. All else,
/// operators of any search engine included, is plain text.
/// </summary>
public sealed class SearchQueryReader(IStringLocalizer<SearchProblems> texts)
{
    /// <summary>In Unicode code points.</summary>
    public const int MaxLength = 200;

    private static readonly Dictionary<string, string> Filters = new(StringComparer.OrdinalIgnoreCase)
    {
        ["from"] = "from",
        ["보낸이"] = "from",
        ["in"] = "in",
        ["방"] = "in",
        ["has"] = "has",
        ["포함"] = "has",
        ["before"] = "before",
        ["이전"] = "before",
        ["after"] = "after",
        ["이후"] = "after",
    };

    private static readonly Dictionary<string, MessageContent> Contents = new(StringComparer.OrdinalIgnoreCase)
    {
        ["file"] = MessageContent.File,
        ["파일"] = MessageContent.File,
        ["image"] = MessageContent.Image,
        ["사진"] = MessageContent.Image,
        ["link"] = MessageContent.Link,
        ["링크"] = MessageContent.Link,
    };

    /// <exception cref="ProblemException">400: too long, no valid text, or a filter with a date that is none.</exception>
    public SearchQuery Read(string? typed)
    {
        var rest = Checked(typed).AsSpan().Trim();
        var query = new Parts();
        while (!rest.IsEmpty)
        {
            var filter = TakeFilter(ref rest);
            var value = TakeText(ref rest);
            if (filter is null)
            {
                query.Texts.Add(value);
            }
            else
            {
                Add(query, filter, value);
            }

            rest = rest.TrimStart();
        }

        return new SearchQuery
        {
            Texts = query.Texts.FindAll(text => !string.IsNullOrWhiteSpace(text)),
            From = query.From,
            In = query.In,
            Has = query.Has,
            After = query.After,
            Before = query.Before,
        };
    }

    private string Checked(string? typed)
    {
        var text = typed ?? "";
        return VisibleText.Check(text, MaxLength, allowNewLines: true) switch
        {
            TextFault.TooLong => throw Refusal(texts["TooLong", MaxLength]),
            TextFault.Malformed => throw Refusal(texts["Malformed"]),
            _ => text.Normalize(NormalizationForm.FormC),
        };
    }

    private void Add(Parts query, string filter, string value)
    {
        switch (filter)
        {
            case "from":
                query.From.Add(value);
                break;
            case "in":
                query.In.Add(value);
                break;
            case "has":
                query.Has |= Contents.TryGetValue(value, out var content) ? content : throw Refusal(texts["Has", value]);
                break;
            case "after":
                query.After = Later(query.After, Day(filter, value));
                break;
            default:
                query.Before = Earlier(query.Before, Day(filter, value));
                break;
        }
    }

    private DateOnly Day(string filter, string value) =>
        DateOnly.TryParseExact(value, "yyyy-M-d", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : throw Refusal(texts["Date", filter, value]);

    /// <summary>A filter's name, if one stands here with something after its colon.</summary>
    private static string? TakeFilter(ref ReadOnlySpan<char> rest)
    {
        var colon = rest.IndexOf(':');
        if (colon < 0
            || !Filters.TryGetValue(rest[..colon].ToString(), out var filter)
            || colon + 1 == rest.Length
            || char.IsWhiteSpace(rest[colon + 1]))
        {
            return null;
        }

        rest = rest[(colon + 1)..];
        return filter;
    }

    /// <summary>A word up to the next space, or what stands in quotes; a quote that nobody closes goes to the end.</summary>
    private static string TakeText(ref ReadOnlySpan<char> rest)
    {
        int end;
        if (rest[0] is '"' or '“' or '”')
        {
            rest = rest[1..];
            end = rest.IndexOfAny('"', '“', '”');
        }
        else
        {
            end = 0;
            while (end < rest.Length && !char.IsWhiteSpace(rest[end]))
            {
                end++;
            }
        }

        var text = end < 0 ? rest : rest[..end];
        rest = end < 0 ? [] : rest[Math.Min(end + 1, rest.Length)..];
        return text.ToString();
    }

    private static DateOnly Later(DateOnly? one, DateOnly other) => one > other ? one.Value : other;

    private static DateOnly Earlier(DateOnly? one, DateOnly other) => one < other ? one.Value : other;

    private static ProblemException Refusal(string sentence) => new(StatusCodes.Status400BadRequest, "invalid-query", sentence, "q");

    private sealed class Parts
    {
        public List<string> Texts { get; } = [];

        public List<string> From { get; } = [];

        public List<string> In { get; } = [];

        public MessageContent Has { get; set; }

        public DateOnly? After { get; set; }

        public DateOnly? Before { get; set; }
    }
}
