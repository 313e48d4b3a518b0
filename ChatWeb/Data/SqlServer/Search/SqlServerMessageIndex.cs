using System.Data.Common;
using ChatWeb.Data.Search;
using Microsoft.EntityFrameworkCore;

namespace ChatWeb.Data.SqlServer.Search;

/// <summary>
/// Finds messages by SQL Server's full-text index where the server has one, which keeps itself up to date; words are
/// found by their beginnings then. It knows no part of a Korean word, so that, and everything on a server without
/// full-text search, is looked for in the bodies themselves, some thousands at a time.
/// </summary>
internal sealed class SqlServerMessageIndex : IMessageIndex
{
    private volatile bool _hasFullText;

    public async Task<FoundMessages> FindAsync(ChatDbContext db, MessageCriteria criteria, CancellationToken cancellationToken)
    {
        if (criteria.IsHopeless)
        {
            return FoundMessages.None;
        }

        await db.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            var statement = new SearchStatement(criteria, await HasFullTextAsync(db, cancellationToken));
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = statement.Sql;
            foreach (var (name, value) in statement.Parameters)
            {
                var parameter = command.CreateParameter();
                (parameter.ParameterName, parameter.Value) = (name, value);
                command.Parameters.Add(parameter);
            }

            await using var rows = await command.ExecuteReaderAsync(cancellationToken);
            return await ReadAsync(rows, criteria.Most, cancellationToken);
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    /// <summary>The server does it.</summary>
    public Task ChangeAsync(ChatDbContext tx, IndexedMessage message, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The server does it; and what is deleted has no body.</summary>
    public Task RemoveAsync(ChatDbContext tx, long messageId, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Rows as <see cref="SearchStatement"/> has them: a message, whether it fits, and whether it was the last that was looked at.</summary>
    private static async Task<FoundMessages> ReadAsync(DbDataReader rows, int most, CancellationToken cancellationToken)
    {
        var ids = new List<long>();
        while (await rows.ReadAsync(cancellationToken))
        {
            var id = rows.GetInt64(0);
            if (rows.GetInt32(1) == 1)
            {
                ids.Add(id);
            }

            if (ids.Count == most || rows.GetInt32(2) == 1)
            {
                return new FoundMessages(ids, id);
            }
        }

        return new FoundMessages(ids, null);
    }

    private async Task<bool> HasFullTextAsync(ChatDbContext db, CancellationToken cancellationToken)
    {
        if (!_hasFullText)
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = SearchStatement.HasFullText;
            _hasFullText = (int)(await command.ExecuteScalarAsync(cancellationToken))! == 1;
        }

        return _hasFullText;
    }
}
