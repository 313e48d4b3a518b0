using Microsoft.EntityFrameworkCore;

namespace ChatWeb.Data;

/// <summary>
/// What <see cref="Leases"/> says to each engine. {0} is the name, {1} the node; on SQLite {2} is now and {3} the life,
/// in ticks as <see cref="StoredTimes"/> has them; on SQL Server {4} is the life in milliseconds and now is the server's.
/// Each changes one row or none.
/// </summary>
internal sealed record LeaseStatements(string Take, string Renew, string Release)
{
    private const string Give = "DELETE FROM Leases WHERE Name = {0} AND Holder = {1}";

    private static readonly LeaseStatements Sqlite = new(
        Take: """
            INSERT INTO Leases (Name, Holder, ExpiresAt) VALUES ({0}, {1}, {2} + {3})
            ON CONFLICT (Name) DO UPDATE SET Holder = excluded.Holder, ExpiresAt = excluded.ExpiresAt
            WHERE Leases.Holder = excluded.Holder OR Leases.ExpiresAt <= {2}
            """,
        Renew: "UPDATE Leases SET ExpiresAt = {2} + {3} WHERE Name = {0} AND Holder = {1} AND ExpiresAt > {2}",
        Release: Give);

    /// <summary>HOLDLOCK keeps the place of a row that is not there yet: of two that insert at once, one waits and then finds it.</summary>
    private static readonly LeaseStatements SqlServer = new(
        Take: """
            MERGE Leases WITH (HOLDLOCK) AS lease
            USING (SELECT {0} AS Name, {1} AS Holder) AS wanted ON lease.Name = wanted.Name
            WHEN MATCHED AND (lease.Holder = wanted.Holder OR lease.ExpiresAt <= SYSDATETIMEOFFSET())
                THEN UPDATE SET Holder = wanted.Holder, ExpiresAt = DATEADD(millisecond, {4}, SYSDATETIMEOFFSET())
            WHEN NOT MATCHED
                THEN INSERT (Name, Holder, ExpiresAt) VALUES (wanted.Name, wanted.Holder, DATEADD(millisecond, {4}, SYSDATETIMEOFFSET()));
            """,
        Renew: """
            UPDATE Leases SET ExpiresAt = DATEADD(millisecond, {4}, SYSDATETIMEOFFSET())
            WHERE Name = {0} AND Holder = {1} AND ExpiresAt > SYSDATETIMEOFFSET()
            """,
        Release: Give);

    public static LeaseStatements Of(ChatDbContext db) => db.Database.IsSqlite() ? Sqlite : SqlServer;
}
