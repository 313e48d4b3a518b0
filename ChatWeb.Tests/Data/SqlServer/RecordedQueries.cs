using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;
using System.Linq.Expressions;
using System.Reflection;
using ChatWeb.Data;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ChatWeb.Tests.Data.SqlServer;

/// <summary>Listens to a program on any engine: every query that it has translated, and which methods asked the database.</summary>
internal sealed class RecordedQueries : DbCommandInterceptor, IQueryExpressionInterceptor
{
    private static readonly Assembly Program = typeof(ChatDbContext).Assembly;

    private readonly ConcurrentQueue<Expression> _queries = [];
    private readonly ConcurrentDictionary<(Module, int), bool> _askers = [];

    /// <summary>Each query as EF is about to translate it, once for each shape: it keeps the translation.</summary>
    public IReadOnlyCollection<Expression> Queries => _queries;

    public bool HasAsked(MethodBase method) => _askers.ContainsKey((method.Module, method.MetadataToken));

    public Expression QueryCompilationStarting(Expression queryExpression, QueryExpressionEventData eventData)
    {
        _queries.Enqueue(queryExpression);
        return queryExpression;
    }

    public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result)
    {
        Note();
        return result;
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        Note();
        return ValueTask.FromResult(result);
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Note();
        return ValueTask.FromResult(result);
    }

    /// <summary>Nothing waits between a method's call and the command on SQLite, so whoever asks stands on the stack.</summary>
    private void Note()
    {
        foreach (var frame in new StackTrace(fNeedFileInfo: false).GetFrames())
        {
            if (frame.GetMethod() is { } method && method.Module.Assembly == Program)
            {
                _askers[(method.Module, method.MetadataToken)] = true;
            }
        }
    }
}
