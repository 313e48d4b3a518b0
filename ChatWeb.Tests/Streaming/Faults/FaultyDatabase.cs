using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using SQLitePCL;

namespace ChatWeb.Tests.Streaming.Faults;

/// <summary>What can be wrong with a database.</summary>
public enum DatabaseFault
{
    None,

    /// <summary>No connection can be opened.</summary>
    Gone,

    /// <summary>Every command that changes something fails.</summary>
    ReadOnly,

    /// <summary>The file may not grow, as on a full disk.</summary>
    Full,

    /// <summary>The commit fails: nothing of the transaction is stored.</summary>
    CommitFails,

    /// <summary>The commit is stored and its answer lost.</summary>
    AnswerLost,
}

/// <summary>Sits between the program and its SQLite file and makes it fail for as long as a test wants.</summary>
public sealed class FaultyDatabase
{
    private volatile DatabaseFault _fault;

    public FaultyDatabase() => Interceptors = [new Connections(this), new Commands(this), new Transactions(this)];

    public DatabaseFault Fault
    {
        get => _fault;
        set => _fault = value;
    }

    /// <summary>For <c>AddInterceptors</c>.</summary>
    public IReadOnlyList<IInterceptor> Interceptors { get; }

    private void FailIf(DatabaseFault fault, int code)
    {
        if (_fault == fault)
        {
            throw new SqliteException($"On purpose: {fault}.", code);
        }
    }

    private sealed class Connections(FaultyDatabase database) : DbConnectionInterceptor
    {
        public override InterceptionResult ConnectionOpening(DbConnection connection, ConnectionEventData eventData, InterceptionResult result)
        {
            database.FailIf(DatabaseFault.Gone, raw.SQLITE_CANTOPEN);
            return result;
        }

        public override ValueTask<InterceptionResult> ConnectionOpeningAsync(
            DbConnection connection, ConnectionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(ConnectionOpening(connection, eventData, result));

        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
        {
            // SQLite makes 1 the pages that the file has now, and refuses another with SQLITE_FULL.
            using var command = connection.CreateCommand();
            command.CommandText = database.Fault == DatabaseFault.Full ? "PRAGMA max_page_count = 1" : "PRAGMA max_page_count = 1073741823";
            command.ExecuteNonQuery();
        }

        public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            ConnectionOpened(connection, eventData);
            return Task.CompletedTask;
        }
    }

    private sealed class Commands(FaultyDatabase database) : DbCommandInterceptor
    {
        public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result) =>
            Look(command, result);

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(Look(command, result));

        public override InterceptionResult<int> NonQueryExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<int> result) =>
            Look(command, result);

        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(Look(command, result));

        private T Look<T>(DbCommand command, T result)
        {
            if (!command.CommandText.StartsWith("SELECT", StringComparison.Ordinal))
            {
                database.FailIf(DatabaseFault.ReadOnly, raw.SQLITE_READONLY);
            }

            return result;
        }
    }

    private sealed class Transactions(FaultyDatabase database) : DbTransactionInterceptor
    {
        public override InterceptionResult TransactionCommitting(DbTransaction transaction, TransactionEventData eventData, InterceptionResult result)
        {
            database.FailIf(DatabaseFault.CommitFails, raw.SQLITE_IOERR);
            return result;
        }

        public override ValueTask<InterceptionResult> TransactionCommittingAsync(
            DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(TransactionCommitting(transaction, eventData, result));

        public override void TransactionCommitted(DbTransaction transaction, TransactionEndEventData eventData) =>
            database.FailIf(DatabaseFault.AnswerLost, raw.SQLITE_IOERR);

        public override Task TransactionCommittedAsync(
            DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            TransactionCommitted(transaction, eventData);
            return Task.CompletedTask;
        }
    }
}
