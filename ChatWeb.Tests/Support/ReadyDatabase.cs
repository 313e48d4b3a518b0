namespace ChatWeb.Tests.Support;

/// <summary>
/// The SQLite file of a server that has just set itself up, made once: starting on a copy takes a third less than
/// making the tables each time, which is tested where that is the subject.
/// </summary>
internal static class ReadyDatabase
{
    /// <summary>A stopped server may leave its last changes in the write-ahead log.</summary>
    private static readonly string[] Endings = ["", "-wal"];

    private static readonly Lazy<Task<IReadOnlyDictionary<string, byte[]>>> Content = new(MakeAsync);

    public static async Task CopyToAsync(string file)
    {
        foreach (var (ending, content) in await Content.Value)
        {
            await File.WriteAllBytesAsync(file + ending, content);
        }
    }

    private static async Task<IReadOnlyDictionary<string, byte[]>> MakeAsync()
    {
        await using var server = await ChatServer.StartOnEmptyAsync();
        await server.StopAsync();
        return Endings.Select(ending => (Ending: ending, File: server.DatabaseFile + ending))
            .Where(part => File.Exists(part.File))
            .ToDictionary(part => part.Ending, part => File.ReadAllBytes(part.File));
    }
}
