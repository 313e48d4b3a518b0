using ChatWeb.Data;

namespace ChatWeb.Commands.Doctor;

internal sealed class MigrationsCheck(DatabaseProbe database) : ICheck
{
    public string Name => "migrations";

    public async Task<Finding> RunAsync(CancellationToken cancellationToken)
    {
        if (database.MissingFile() is not null)
        {
            return Finding.Warning("Not looked at: there is no database yet.");
        }

        var pending = await database.PendingAsync(cancellationToken);
        return pending.Count == 0
            ? Finding.Ok("The database is up to date.")
            : Finding.Warning($"The database lacks {string.Join(", ", pending)}. Apply them: dotnet ChatWeb.dll migrate.");
    }
}
