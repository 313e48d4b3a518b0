using ChatWeb.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatWeb.Accounts;

/// <summary>Clears away sessions that have run out and the old end of the log of those that ended: the work of one node.</summary>
internal sealed class SessionSweep(IChatWriter writer, TimeProvider time) : IClusterTask
{
    /// <summary>How long the log goes back. The longest stream lives half an hour by default.</summary>
    private static readonly TimeSpan LogLife = TimeSpan.FromDays(1);

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    /// <summary>Rows of each kind in one transaction: nobody waits long for it.</summary>
    private const int Batch = 500;

    public string Name => "sessions";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            while (await ClearAsync(cancellationToken) == Batch)
            {
                // There may be more.
            }

            await Task.Delay(Interval, time, cancellationToken);
        }
    }

    /// <summary>Clears a batch; returns how many rows of the kind that had more.</summary>
    internal Task<int> ClearAsync(CancellationToken cancellationToken) => writer.RunAsync(
        async (db, ct) =>
        {
            var now = time.GetUtcNow();
            var sessions = await db.SignInSessions
                .Where(s => s.ExpiresAt < now)
                .OrderBy(s => s.ExpiresAt)
                .Take(Batch)
                .ExecuteDeleteAsync(ct);
            var lines = await db.Revocations
                .OrderBy(r => r.Id)
                .Take(Batch)
                .Where(r => r.At < now - LogLife)
                .ExecuteDeleteAsync(ct);
            return Math.Max(sessions, lines);
        },
        cancellationToken);
}
