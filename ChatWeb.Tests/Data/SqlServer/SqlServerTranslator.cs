using System.Collections;
using System.Data;
using System.Data.Common;
using System.Linq.Expressions;
using ChatWeb.Data.SqlServer;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Storage;

namespace ChatWeb.Tests.Data.SqlServer;

/// <summary>Says in T-SQL what a program on another engine asked: the whole of EF's way to a server, but for the server.</summary>
internal sealed class SqlServerTranslator : IDisposable
{
    private readonly NoServer _server = new();
    private readonly SqlServerChatDbContext _db;

    public SqlServerTranslator() => _db = new SqlServerChatDbContext(
        new DbContextOptionsBuilder<SqlServerChatDbContext>().UseSqlServer("Server=nowhere").AddInterceptors(_server).Options);

    /// <exception cref="InvalidOperationException">SQL Server's translator can't say it.</exception>
    public string Translate(Expression query)
    {
        var same = new Rerooted(_db.Model).Visit(query);
        var result = same.Type.IsGenericType && same.Type.IsAssignableTo(typeof(IQueryable)) // or one with an order
            ? typeof(IEnumerable<>).MakeGenericType(same.Type.GetGenericArguments())
            : same.Type;
        return (string)typeof(SqlServerTranslator)
            .GetMethod(nameof(Run), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Instance)!
            .MakeGenericMethod(result)
            .Invoke(this, System.Reflection.BindingFlags.DoNotWrapExceptions, binder: null, [same], culture: null)!;
    }

    public void Dispose() => _db.Dispose();

    private string Run<T>(Expression query)
    {
        var run = _db.GetService<IDatabase>().CompileQuery<T>(query, async: false);
        var context = _db.GetService<IQueryContextFactory>().Create();
        foreach (var parameter in Parameters.Of(query))
        {
            context.Parameters[parameter.Name] = AnyOf(parameter.Type);
        }

        _server.Said = null;
        try
        {
            foreach (var _ in run(context) as IEnumerable ?? Array.Empty<object>())
            {
                Assert.Fail("There is no server and so no row.");
            }
        }
        catch (InvalidOperationException) when (_server.Said is not null)
        {
            // It asks for one row at least.
        }

        return _server.Said ?? throw new InvalidOperationException($"Nothing was said to the server for {query}");
    }

    private static object? AnyOf(Type type) =>
        type == typeof(string) ? "x"
        : type == typeof(int) ? 1 // not 0, of which nothing can be taken
        : type.IsValueType ? Activator.CreateInstance(Nullable.GetUnderlyingType(type) ?? type)
        : type.GetInterfaces().Append(type).FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEnumerable<>)) is { } many
            ? ArrayOf(many.GetGenericArguments()[0], type)
        : null;

    private static object ArrayOf(Type element, Type wanted)
    {
        var values = Array.CreateInstance(element, 2);
        return wanted.IsInstanceOfType(values) ? values : Activator.CreateInstance(wanted, values)!;
    }

    /// <summary>The same query on the tables of another model.</summary>
    private sealed class Rerooted(IModel model) : ExpressionVisitor
    {
        protected override Expression VisitExtension(Expression node) => node is EntityQueryRootExpression root
            ? new EntityQueryRootExpression(model.FindEntityType(root.EntityType.Name)!)
            : base.VisitExtension(node);
    }

    private sealed class Parameters : ExpressionVisitor
    {
        private readonly List<QueryParameterExpression> _found = [];

        public static List<QueryParameterExpression> Of(Expression query)
        {
            var parameters = new Parameters();
            parameters.Visit(query);
            return parameters._found;
        }

        protected override Expression VisitExtension(Expression node)
        {
            if (node is QueryParameterExpression parameter)
            {
                _found.Add(parameter);
            }

            return base.VisitExtension(node);
        }
    }

    /// <summary>Opens nothing and answers everything with no rows.</summary>
    private sealed class NoServer : DbCommandInterceptor, IDbConnectionInterceptor
    {
        public string? Said { get; set; }

        public InterceptionResult ConnectionOpening(DbConnection connection, ConnectionEventData eventData, InterceptionResult result) =>
            InterceptionResult.Suppress();

        public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result)
        {
            Said = command.CommandText;
            return InterceptionResult<DbDataReader>.SuppressWithResult(new DataTable().CreateDataReader());
        }

        public override InterceptionResult<int> NonQueryExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<int> result)
        {
            Said = command.CommandText;
            return InterceptionResult<int>.SuppressWithResult(0);
        }
    }
}
