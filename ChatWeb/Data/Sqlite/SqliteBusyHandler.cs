using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace ChatWeb.Data.Sqlite;

/// <summary>
/// Waits for another process's write, a millisecond at a time. SQLite's own waiting (<c>busy_timeout</c>) would sleep
/// whole seconds: the native library of SQLitePCLRaw is built without <c>usleep</c>. A process has one writer, so no
/// more than one thread waits; and short sleeps alone get the file from a process that writes without a pause.
/// </summary>
internal static class SqliteBusyHandler
{
    /// <summary>After this the write fails: the file is taken to be held by somebody who does not give it back.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The connection's handle, found at run time: its type is of the newer SQLitePCLRaw.core that Microsoft.Data.Sqlite
    /// was compiled with (<see cref="SqliteAssemblies"/>), and the compiler refuses to name it.
    /// </summary>
    private static readonly Func<SqliteConnection, SafeHandle> Handle =
        typeof(SqliteConnection).GetProperty("Handle")!.GetMethod!.CreateDelegate<Func<SqliteConnection, SafeHandle>>();

    /// <summary>Held for as long as the program runs: SQLite keeps the bare pointer.</summary>
    private static readonly BusyHandler Handler = Wait;

    [ThreadStatic]
    private static long _since;

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int BusyHandler(IntPtr argument, int tries);

    /// <summary>To be called after anything that sets <c>busy_timeout</c>: a connection has one handler.</summary>
    public static void Install(SqliteConnection connection)
    {
        if (SetBusyHandler(Handle(connection), Handler, IntPtr.Zero) is not 0 and var error)
        {
            throw new SqliteException("SQLite took no busy handler.", error);
        }
    }

    /// <summary>Called by SQLite: not 0 for another try. Nothing may be thrown through it.</summary>
    private static int Wait(IntPtr argument, int tries)
    {
        if (tries == 0)
        {
            _since = Stopwatch.GetTimestamp();
        }
        else if (Stopwatch.GetElapsedTime(_since) >= Patience)
        {
            return 0;
        }

        Thread.Sleep(1);
        return 1;
    }

    /// <summary>SQLitePCLRaw wraps all but this one.</summary>
    [DllImport("e_sqlite3", EntryPoint = "sqlite3_busy_handler", CallingConvention = CallingConvention.Cdecl)]
    private static extern int SetBusyHandler(SafeHandle database, BusyHandler handler, IntPtr argument);
}
