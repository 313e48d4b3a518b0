using System.Globalization;
using ChatWeb.Data.Search;

namespace ChatWeb.Data.Sqlite.Search;

/// <summary>What the index knows of a message besides its text.</summary>
internal static class SearchFacts
{
    /// <summary>Instants out of these years stand at their ends.</summary>
    private const int FirstYear = 2000;
    private const int LastYear = 2099;

    public static string Room(long id) => SearchTerms.Fact(string.Create(CultureInfo.InvariantCulture, $"r{id}"));

    public static string Sender(Guid id) => SearchTerms.Fact($"u{id:N}");

    public static IEnumerable<string> Content(MessageContent has) =>
        Enum.GetValues<MessageContent>().Where(one => one != MessageContent.None && has.HasFlag(one)).Select(one => SearchTerms.Fact($"h{(int)one}"));

    /// <summary>The year and the month, in UTC.</summary>
    public static IEnumerable<string> Time(DateTimeOffset at) => [Year(MonthOf(at)), Month(MonthOf(at))];

    /// <summary>As few years and months as hold the whole time; a little more than it at both ends.</summary>
    public static IEnumerable<string> Span(DateTimeOffset? from, DateTimeOffset? until)
    {
        var month = MonthOf(from ?? DateTimeOffset.MinValue);
        var last = MonthOf(until ?? DateTimeOffset.MaxValue);
        while (month <= last)
        {
            var isWhole = month.Month == 1 && month.AddMonths(11) <= last;
            yield return isWhole ? Year(month) : Month(month);
            month = month.AddMonths(isWhole ? 12 : 1);
        }
    }

    private static DateOnly MonthOf(DateTimeOffset at) => at.UtcDateTime.Year switch
    {
        < FirstYear => new(FirstYear, 1, 1),
        > LastYear => new(LastYear, 12, 1),
        var year => new(year, at.UtcDateTime.Month, 1),
    };

    private static string Year(DateOnly month) => SearchTerms.Fact(month.ToString("'y'yyyy", CultureInfo.InvariantCulture));

    private static string Month(DateOnly month) => SearchTerms.Fact(month.ToString("'m'yyyyMM", CultureInfo.InvariantCulture));
}
