using ChatWeb.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ChatWeb.Messages.Attachments;

/// <summary>
/// Clears away files that nobody sent, and then the content in the store that no row names: theirs, that of deleted
/// messages and rooms, and what a dead process left. The work of one node.
/// </summary>
internal sealed partial class AttachmentSweep(
    IDbContextFactory<ChatDbContext> contexts,
    IChatWriter writer,
    IAttachmentStore store,
    IOptions<AttachmentOptions> options,
    TimeProvider time,
    ILogger<AttachmentSweep> logger) : IClusterTask
{
    /// <summary>After the start, which has other work.</summary>
    internal static readonly TimeSpan First = TimeSpan.FromMinutes(10);

    /// <summary>A turn lists the whole store.</summary>
    internal static readonly TimeSpan Interval = TimeSpan.FromHours(6);

    /// <summary>A content has its row soon after it was saved: older ones without any get none any more.</summary>
    internal static readonly TimeSpan Youngest = TimeSpan.FromDays(1);

    /// <summary>Rows in one transaction: nobody waits long for it.</summary>
    private const int Batch = 500;

    /// <summary>Keys in one question to the database.</summary>
    internal const int Page = 200;

    public string Name => "attachments";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(First, time, cancellationToken);
        while (true)
        {
            try
            {
                var (rows, contents) = await SweepAsync(cancellationToken);
                LogSwept(rows, contents);
            }
            catch (AttachmentStoreException exception)
            {
                LogAway(exception);
            }

            await Task.Delay(Interval, time, cancellationToken);
        }
    }

    /// <summary>One turn; answers how many rows and contents it cleared away.</summary>
    internal async Task<(int Rows, int Contents)> SweepAsync(CancellationToken cancellationToken)
    {
        var (rows, contents) = (0, 0);
        int some;
        do
        {
            rows += some = await RemoveUnsentAsync(cancellationToken);
        }
        while (some == Batch);

        IReadOnlyList<string> keys = [];
        do
        {
            keys = await store.ListAsync(time.GetUtcNow() - Youngest, keys.LastOrDefault(), Page, cancellationToken);
            foreach (var key in await UnnamedAsync(keys, cancellationToken))
            {
                await store.DeleteAsync(key, cancellationToken);
                contents++;
            }
        }
        while (keys.Count == Page);

        return (rows, contents);
    }

    private Task<int> RemoveUnsentAsync(CancellationToken cancellationToken) => writer.RunAsync(
        (tx, ct) =>
        {
            var before = time.GetUtcNow() - TimeSpan.FromHours(options.Value.UnsentHours);
            return tx.Attachments
                .Where(a => a.MessageId == null && a.CreatedAt < before)
                .OrderBy(a => a.Id)
                .Take(Batch)
                .ExecuteDeleteAsync(ct);
        },
        cancellationToken);

    /// <summary>Those that no row has, as a file or as its preview. A new row only ever shares a key with one that is there.</summary>
    private async Task<IEnumerable<string>> UnnamedAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var files = await db.Attachments.Where(a => keys.Contains(a.Key)).Select(a => a.Key).ToListAsync(cancellationToken);
        var previews = await db.Attachments.Where(a => keys.Contains(a.PreviewKey!)).Select(a => a.PreviewKey!).ToListAsync(cancellationToken);
        return keys.Except(files).Except(previews);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Cleared away {Rows} files that nobody sent, and {Contents} contents that no message has.")]
    private partial void LogSwept(int rows, int contents);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The store of attachments could not be cleared of what no message has; it is tried again in some hours.")]
    private partial void LogAway(Exception exception);
}
