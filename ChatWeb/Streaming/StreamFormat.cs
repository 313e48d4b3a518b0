using System.Globalization;
using ChatWeb.Http;

namespace ChatWeb.Streaming;

/// <summary>In which form a subscriber gets events: JSON, or HTML in a language. There are few, each made once.</summary>
public sealed class StreamFormat
{
    private StreamFormat(int index, CultureInfo? culture)
    {
        Index = index;
        Culture = culture;
    }

    public static StreamFormat Json { get; } = new(0, null);

    public static IReadOnlyList<StreamFormat> All { get; } =
        [Json, .. Cultures.Supported.Select((culture, i) => new StreamFormat(i + 1, culture))];

    /// <summary>Its place in <see cref="All"/>.</summary>
    public int Index { get; }

    /// <summary>The language of the fragments; null for JSON.</summary>
    public CultureInfo? Culture { get; }

    public bool IsJson => Culture is null;

    /// <summary>HTML in that language, or in the default one.</summary>
    public static StreamFormat Html(CultureInfo culture) =>
        All.FirstOrDefault(f => f.Culture?.TwoLetterISOLanguageName == culture.TwoLetterISOLanguageName) ?? All[1];
}
