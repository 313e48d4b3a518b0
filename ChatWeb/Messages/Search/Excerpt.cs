using System.Text;
using ChatWeb.Data.Search;
using ChatWeb.Messages.Markdown;

namespace ChatWeb.Messages.Search;

/// <summary>Cuts what is shown of a found message: some words around the first hit, on one line.</summary>
internal static class Excerpt
{
    /// <summary>Characters shown; about three lines of the page.</summary>
    private const int MaxLength = 240;

    /// <summary>Characters shown before the first hit.</summary>
    private const int Lead = 60;

    public static IReadOnlyList<ExcerptPart> Of(string body, Hits hits)
    {
        var text = OneLine(MarkdownRenderer.ToText(body));
        var places = PlacesIn(text, hits);
        if (places.Count == 0 && hits.Count > 0 && !text.Contains(PlainText.Covered, StringComparison.Ordinal) && OneLine(body) is var raw && PlacesIn(raw, hits) is { Count: > 0 } inMarks)
        {
            (text, places) = (raw, inMarks); // say, in the address of a link; what is covered stays covered
        }

        var start = places.Count == 0 || places[0].Start.Value <= Lead ? 0 : WordStart(text, places[0].Start.Value - Lead);
        var end = text.Length - start <= MaxLength ? text.Length : Whole(text, start + MaxLength);
        return [.. Parts(text, places, start, end)];
    }

    private static IEnumerable<ExcerptPart> Parts(string text, List<Range> places, int start, int end)
    {
        if (start > 0)
        {
            yield return new("…", Hit: false);
        }

        var at = start;
        foreach (var place in places)
        {
            var (from, to) = (Math.Max(place.Start.Value, at), Math.Min(place.End.Value, end));
            if (from >= to)
            {
                continue;
            }

            if (from > at)
            {
                yield return new(text[at..from], Hit: false);
            }

            yield return new(text[from..to], Hit: true);
            at = to;
        }

        if (at < end || end < text.Length)
        {
            yield return new(text[at..end] + (end < text.Length ? "…" : ""), Hit: false);
        }
    }

    /// <summary>In order; they may overlap.</summary>
    private static List<Range> PlacesIn(string text, Hits hits) =>
        [.. hits.In(SearchText.Fold(text)).SelectMany(places => places).OrderBy(place => place.Start.Value).ThenByDescending(place => place.End.Value)];

    /// <summary>Composed, so that places in it are those in its folded form.</summary>
    private static string OneLine(string text) =>
        string.Join(' ', text.Normalize(NormalizationForm.FormC).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The start of a word there or a little later.</summary>
    private static int WordStart(string text, int at)
    {
        var space = text.IndexOf(' ', at, Math.Min(Lead / 2, text.Length - at));
        return space >= 0 ? space + 1 : Whole(text, at);
    }

    /// <summary>Not between the halves of one character.</summary>
    private static int Whole(string text, int at) => at < text.Length && char.IsLowSurrogate(text[at]) ? at + 1 : at;
}
