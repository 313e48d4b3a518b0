using ChatWeb.Http;
using Microsoft.Extensions.Localization;

namespace ChatWeb.Messages.Search;

/// <summary>Days in a query are the reader's.</summary>
internal static class SearchDays
{
    /// <exception cref="ProblemException">400: no such time zone.</exception>
    public static TimeZoneInfo ZoneOf(string? name, IStringLocalizer<SearchProblems> texts) =>
        string.IsNullOrEmpty(name) ? TimeZoneInfo.Utc
        : TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone
        : throw new ProblemException(StatusCodes.Status400BadRequest, "invalid-time-zone", texts["TimeZone"], "tz");

    /// <summary>When the day begins; where clocks go forward at midnight, an hour later.</summary>
    public static DateTimeOffset? StartOf(DateOnly? day, TimeZoneInfo zone)
    {
        if (day is not { } date)
        {
            return null;
        }

        var midnight = date.ToDateTime(TimeOnly.MinValue);
        if (zone.IsInvalidTime(midnight))
        {
            midnight = midnight.AddHours(1);
        }

        var ticks = midnight.Ticks - zone.GetUtcOffset(midnight).Ticks;
        return new DateTimeOffset(Math.Clamp(ticks, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks), TimeSpan.Zero);
    }
}
