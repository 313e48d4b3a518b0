using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace ChatWeb.Data;

/// <summary>
/// SQLite has no type for an instant, and EF cannot order or compare its text form: there an instant is a number,
/// its UTC ticks. SQL Server keeps <c>datetimeoffset</c>.
/// </summary>
internal static class StoredTimes
{
    public static void Configure(ModelConfigurationBuilder conventions, DatabaseFacade database)
    {
        if (database.IsSqlite())
        {
            conventions.Properties<DateTimeOffset>().HaveConversion<UtcTicksConverter>();
        }
    }

    private sealed class UtcTicksConverter() : ValueConverter<DateTimeOffset, long>(
        time => time.UtcTicks,
        ticks => new DateTimeOffset(ticks, TimeSpan.Zero));
}
