using ChatWeb.Data;

namespace ChatWeb.Commands.Doctor;

internal sealed class DatabaseCheck(DatabaseProbe database) : ICheck
{
    public string Name => "database";

    public async Task<Finding> RunAsync(CancellationToken cancellationToken)
    {
        if (database.MissingFile() is { } file)
        {
            return Finding.Warning($"There is no database {file} yet; the first start makes it, or: dotnet ChatWeb.dll migrate.");
        }

        try
        {
            await database.ConnectAsync(cancellationToken);
            return Finding.Ok("The database answers.");
        }
        catch (Exception exception) when (exception.IsDatabaseFailure())
        {
            return Finding.Failed($"The database can't be opened ({exception.Message.ReplaceLineEndings(" ").TrimEnd('.')}). Check ConnectionStrings:Chat, and that this machine reaches the server and may sign in.");
        }
    }
}
