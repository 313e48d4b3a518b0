using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace ChatWeb.Messages.Search;

public enum SearchSort
{
    Newest = 0,
    Relevance = 1,
}

/// <summary>Where a search goes on; opaque to clients.</summary>
/// <param name="Below">Only messages with smaller ids: what is said meanwhile does not come into a search that has begun.</param>
/// <param name="Shown">By relevance, within a block: how far it is shown. Null where a block begins.</param>
internal sealed record SearchCursor(SearchSort Sort, long Below, ShownHits? Shown = null)
{
    public override string ToString()
    {
        var text = Shown is { } shown
            ? string.Create(CultureInfo.InvariantCulture, $"r {Below} {shown.Bottom} {shown.Score:R} {shown.Id}")
            : string.Create(CultureInfo.InvariantCulture, $"{(Sort == SearchSort.Relevance ? 'r' : 'n')} {Below}");
        return Base64Url.EncodeToString(Encoding.ASCII.GetBytes(text));
    }

    /// <summary>Null when it is none of this order.</summary>
    public static SearchCursor? Parse(string text, SearchSort sort)
    {
        if (text.Length > 200 || !Base64Url.IsValid(text))
        {
            return null;
        }

        var parts = Encoding.ASCII.GetString(Base64Url.DecodeFromChars(text)).Split(' ');
        return (sort, parts) switch
        {
            (SearchSort.Newest, ["n", var below]) when Number(below) is { } id => new(sort, id),
            (SearchSort.Relevance, ["r", var below]) when Number(below) is { } id => new(sort, id),
            (SearchSort.Relevance, ["r", var below, var bottom, var score, var last])
                when Number(below) is { } id && Number(bottom) is { } bottomId && Number(last) is { } lastId
                    && double.TryParse(score, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) => new(sort, id, new(bottomId, value, lastId)),
            _ => null,
        };
    }

    private static long? Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}

/// <summary>What was shown of hits that are weighed against each other.</summary>
/// <param name="Bottom">The least id that belongs to them; 0 when they are all there are.</param>
/// <param name="Score">Of the last one shown.</param>
/// <param name="Id">Of the last one shown.</param>
internal readonly record struct ShownHits(long Bottom, double Score, long Id);
