using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ChatWeb.Tests.Data.SqlServer;

/// <summary>Where a connection to the database breaks.</summary>
public enum FaultPlace
{
    Begin,

    /// <summary>At a command of the transaction, whatever was done before it.</summary>
    Command,

    /// <summary>On the way to the commit: nothing is stored.</summary>
    BeforeCommit,

    /// <summary>On the way back from it: all is stored and nobody was told.</summary>
    AfterCommit,
}

/// <summary>Breaks what a test runs under it, and nothing else that goes on.</summary>
internal sealed class Faults : DbCommandInterceptor, IDbTransactionInterceptor
{
    private readonly AsyncLocal<Plan?> _plan = new();

    /// <summary>Runs work whose transactions break, and returns how many it began and how many of them broke.</summary>
    /// <param name="work">What to do.</param>
    /// <param name="place">Where they break.</param>
    /// <param name="command">At which of its commands, the first is 1.</param>
    /// <param name="number">The error.</param>
    /// <param name="times">How many transactions break.</param>
    public async Task<(int Begun, int Broken)> BreakAsync(
        Func<Task> work,
        FaultPlace place,
        int command = 0,
        int number = SqlErrors.ConnectionReset,
        int times = 1)
    {
        var plan = new Plan { Place = place, Command = command, Number = number, Left = times };
        _plan.Value = plan;
        try
        {
            await work();
        }
        catch (Exception exception)
        {
            plan.End = exception;
        }

        _plan.Value = null;
        Last = plan.End;
        return (plan.Begun, times - plan.Left);
    }

    /// <summary>How the last work ended, when it failed.</summary>
    public Exception? Last { get; private set; }

    public ValueTask<InterceptionResult<DbTransaction>> TransactionStartingAsync(
        DbConnection connection, TransactionStartingEventData eventData, InterceptionResult<DbTransaction> result, CancellationToken cancellationToken = default)
    {
        if (_plan.Value is { } plan)
        {
            (plan.Begun, plan.Commands) = (plan.Begun + 1, 0);
        }

        Break(FaultPlace.Begin);
        return ValueTask.FromResult(result);
    }

    public ValueTask<InterceptionResult> TransactionCommittingAsync(
        DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
    {
        Break(FaultPlace.BeforeCommit);
        return ValueTask.FromResult(result);
    }

    public Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Break(FaultPlace.AfterCommit);
        return Task.CompletedTask;
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        BreakAtCommand(command);
        return ValueTask.FromResult(result);
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        BreakAtCommand(command);
        return ValueTask.FromResult(result);
    }

    /// <summary>A single insert is its own transaction: its answer is that of its commit.</summary>
    public override ValueTask<DbDataReader> ReaderExecutedAsync(
        DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default)
    {
        if (command.Transaction is null && command.CommandText.StartsWith("INSERT", StringComparison.Ordinal))
        {
            Break(FaultPlace.AfterCommit);
        }

        return ValueTask.FromResult(result);
    }

    private void BreakAtCommand(DbCommand command)
    {
        if (_plan.Value is { } plan && command.Transaction is not null && ++plan.Commands == plan.Command)
        {
            Break(FaultPlace.Command);
        }
    }

    private void Break(FaultPlace place)
    {
        if (_plan.Value is { Left: > 0 } plan && plan.Place == place)
        {
            plan.Left--;
            throw SqlErrors.Of(plan.Number);
        }
    }

    private sealed class Plan
    {
        public required FaultPlace Place { get; init; }

        public required int Command { get; init; }

        public required int Number { get; init; }

        public int Left { get; set; }

        public int Begun { get; set; }

        public int Commands { get; set; }

        public Exception? End { get; set; }
    }
}
