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
/// <param name="Last">By relevance: the last one shown, its score and id.</param>
internal sealed record SearchCursor(SearchSort Sort, long Below, (double Score, long Id)? Last)
{
    public override string ToString()
    {
        var text = Last is { } last
            ? string.Create(CultureInfo.InvariantCulture, $"r {Below} {last.Score:R} {last.Id}")
            : string.Create(CultureInfo.InvariantCulture, $"n {Below}");
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
            (SearchSort.Newest, ["n", var below]) when Number(below) is { } id => new(sort, id, null),
            (SearchSort.Relevance, ["r", var below, var score, var last])
                when Number(below) is { } id && Number(last) is { } lastId
                    && double.TryParse(score, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) => new(sort, id, (value, lastId)),
            _ => null,
        };
    }

    private static long? Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
