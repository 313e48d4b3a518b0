using System.Globalization;

namespace ChatWeb.Http;

/// <summary>The languages that ChatWeb speaks; the first is for readers who want another.</summary>
public static class Cultures
{
    public static IReadOnlyList<CultureInfo> Supported { get; } = [CultureInfo.GetCultureInfo("en"), CultureInfo.GetCultureInfo("ko")];

    public static CultureInfo Default => Supported[0];
}
