using ChatWeb.Data;

namespace ChatWeb.Commands.Doctor;

internal sealed class WritingCheck(DatabaseProbe database) : ICheck
{
    public string Name => "writing";

    public async Task<Finding> RunAsync(CancellationToken cancellationToken)
    {
        if (database.MissingFile() is not null || (await database.PendingAsync(cancellationToken)).Count > 0)
        {
            return Finding.Warning("Not tried: the database is not up to date.");
        }

        try
        {
            await database.WriteAsync(cancellationToken);
            return Finding.Ok("The database takes changes.");
        }
        catch (Exception exception) when (exception.IsDatabaseFailure())
        {
            return Finding.Failed(
                $"The database takes no changes ({exception.GetBaseException().Message.ReplaceLineEndings(" ").TrimEnd('.')}). "
                + "Check that the program's user may write there (to the folder of a file too) and that the disk has room.");
        }
    }
}
