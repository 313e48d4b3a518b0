using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace ChatWeb.Data.Sqlite;

internal static class SqliteAssemblies
{
    /// <summary>
    /// Microsoft.Data.Sqlite asks for a newer SQLitePCLRaw.core than the one that is published everywhere; the part
    /// of it that is called is the same, so any version answers.
    /// </summary>
    [ModuleInitializer]
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Usage", "CA2255", Justification = "Must run before SQLite's first use, also in tools.")]
    internal static void AcceptAnyVersion() =>
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            name.Name == "SQLitePCLRaw.core" && name.Version is not null
                ? context.LoadFromAssemblyName(new AssemblyName("SQLitePCLRaw.core"))
                : null;
}
