using Microsoft.EntityFrameworkCore;

namespace ChatWeb.Data;

/// <summary>
/// Leases: of all nodes on one database at most one holds a name, and one that dies holds it until it expires.
/// <para>
/// Each operation is one statement, so the engine's own locks order two nodes that come at once. What has expired is
/// decided in it by one clock: SQL Server's own, or the machine's that all processes on an SQLite file share. Clocks of
/// nodes that differ so do no harm. A holder counts its time by its own stopwatch, started before it asked, and so knows
/// that it has lost the lease before anybody else can have it; only a machine that stands still (a paused virtual
/// machine) wakes up believing for a moment, so work under a lease must bear being done twice.
/// </para>
/// <para>Setting back the clock that decides makes leases last longer by as much; setting it on ends them early.</para>
/// </summary>
public sealed class Leases(IChatWriter writer, TimeProvider time)
{
    /// <summary>How long a lease lasts unless renewed; a dying node's work stands still for as long.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromSeconds(30);

    /// <summary>This process, told from all others and from its own earlier lives; the machine's name is for people.</summary>
    public string Node { get; } = $"{Environment.MachineName[..Math.Min(Environment.MachineName.Length, 63)]}-{Guid.NewGuid():N}";

    /// <summary>Takes the lease if nobody has it; true also when this process has it already.</summary>
    public Task<bool> TryTakeAsync(string name, CancellationToken cancellationToken) =>
        ChangesAsync(name, statements => statements.Take, cancellationToken);

    /// <summary>Makes the lease last anew; false when it has expired or is another's.</summary>
    public Task<bool> RenewAsync(string name, CancellationToken cancellationToken) =>
        ChangesAsync(name, statements => statements.Renew, cancellationToken);

    /// <summary>Gives the lease back; false when it was another's.</summary>
    public Task<bool> ReleaseAsync(string name, CancellationToken cancellationToken) =>
        ChangesAsync(name, statements => statements.Release, cancellationToken);

    private Task<bool> ChangesAsync(string name, Func<LeaseStatements, string> statement, CancellationToken cancellationToken) =>
        writer.RunAsync(
            async (db, ct) =>
            {
                // Numbered as LeaseStatements has it.
                object[] values = [name, Node, time.GetUtcNow().UtcTicks, Life.Ticks, (int)Life.TotalMilliseconds];
                return await db.Database.ExecuteSqlRawAsync(statement(LeaseStatements.Of(db)), values, ct) == 1;
            },
            cancellationToken);
}
