using ChatWeb.Data;
using Microsoft.Extensions.Options;

namespace ChatWeb.Commands;

/// <summary>Brings the database up to date before a new version serves. Any number of nodes may do it at once.</summary>
internal static class MigrateCommand
{
    public static async Task<int> RunAsync(Func<WebApplicationBuilder> compose)
    {
        try
        {
            var builder = compose();
            builder.Logging.Quieten();
            await using var app = builder.Build();
            var applied = await app.Services.GetRequiredService<DatabaseInitializer>().RunAsync(migrate: true, CancellationToken.None);

            // Where several nodes do it at once, each names all that was missing when it looked.
            Console.WriteLine(applied.Count == 0
                ? "The database is up to date."
                : $"The database was brought up to date. Applied: {string.Join(", ", applied)}.");
            return 0;
        }
        catch (Exception exception) when (IsFromOutside(exception))
        {
            Console.Error.WriteLine($"The database was not brought up to date: {exception.Message}");
            return 1;
        }
    }

    /// <summary>A setting, the database or the disk: what its message says is enough to put it right.</summary>
    private static bool IsFromOutside(Exception exception) =>
        exception is OptionsValidationException or InvalidOperationException or ArgumentException or IOException or UnauthorizedAccessException
        || exception.IsDatabaseFailure();
}
