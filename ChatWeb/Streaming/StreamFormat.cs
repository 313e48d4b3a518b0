using System.Globalization;
using ChatWeb.Http;

namespace ChatWeb.Streaming;

/// <summary>In which form a listener gets events. There are few, each made once.</summary>
public sealed class StreamFormat
{
    private StreamFormat(int index, CultureInfo? culture)
    {
        Index = index;
        Culture = culture;
    }

    /// <summary>Server-Sent Events with JSON for data.</summary>
    public static StreamFormat Json { get; } = new(0, null);

    /// <summary>The JSON alone, a line each, for transports that put their own frame around it.</summary>
    public static StreamFormat Raw { get; } = new(1, null);

    public static IReadOnlyList<StreamFormat> All { get; } =
        [Json, Raw, .. Cultures.Supported.Select((culture, i) => new StreamFormat(i + 2, culture))];

    /// <summary>Its place in <see cref="All"/>.</summary>
    public int Index { get; }

    /// <summary>The language of the fragments; null for JSON.</summary>
    public CultureInfo? Culture { get; }

    /// <summary>Server-Sent Events with fragments for the page.</summary>
    public bool IsHtml => Culture is not null;

    public bool IsRaw => this == Raw;

    /// <summary>HTML in that language, or in the default one.</summary>
    public static StreamFormat Html(CultureInfo culture)
    {
        var pages = All.Where(format => format.IsHtml);
        return pages.FirstOrDefault(f => f.Culture!.TwoLetterISOLanguageName == culture.TwoLetterISOLanguageName) ?? pages.First();
    }
}
