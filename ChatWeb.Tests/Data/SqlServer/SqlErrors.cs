using System.Reflection;
using Microsoft.Data.SqlClient;

namespace ChatWeb.Tests.Data.SqlServer;

/// <summary>Errors as SQL Server sends them. The driver alone can make them, so they are made behind its back.</summary>
internal static class SqlErrors
{
    /// <summary>Chosen as the victim of a deadlock: transient.</summary>
    public const int Deadlock = 1205;

    /// <summary>The database can't be opened now, as in a failover: transient.</summary>
    public const int CannotOpen = 4060;

    /// <summary>The connection was closed by the other side: transient, and whatever was under way may have been done.</summary>
    public const int ConnectionReset = 10054;

    /// <summary>A command gave up waiting: not retried, for it waited half a minute already.</summary>
    public const int Timeout = -2;

    private const BindingFlags Hidden = BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static;

    public static SqlException Of(int number)
    {
        // (number, state, class, server, message, procedure, line, …)
        var make = typeof(SqlError).GetConstructors(Hidden)
            .First(c => c.GetParameters() is { Length: >= 7 } all && all[6].ParameterType == typeof(int));
        object?[] values = [number, (byte)0, (byte)16, "server", $"Error {number}.", "", 1];
        var error = make.Invoke([.. values, .. make.GetParameters().Skip(values.Length).Select(Default)]);

        var errors = (SqlErrorCollection)Activator.CreateInstance(typeof(SqlErrorCollection), nonPublic: true)!;
        typeof(SqlErrorCollection).GetMethod("Add", Hidden)!.Invoke(errors, [error]);
        return (SqlException)typeof(SqlException).GetMethod("CreateException", Hidden, [typeof(SqlErrorCollection), typeof(string)])!.Invoke(null, [errors, "16"])!;
    }

    private static object? Default(ParameterInfo parameter) =>
        parameter.HasDefaultValue ? parameter.DefaultValue
        : parameter.ParameterType.IsValueType ? Activator.CreateInstance(parameter.ParameterType)
        : null;
}
