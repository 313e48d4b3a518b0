using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace ChatWeb.Tests.Support;

internal static class AssemblyShims
{
    /// <summary>
    /// bUnit and Microsoft.Data.Sqlite ask for newer versions of these than the ones published everywhere; what they
    /// call is the same. The program has its own answer for SQLite, but a test may come before its first use.
    /// </summary>
    [ModuleInitializer]
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Usage", "CA2255", Justification = "Must run before bUnit's first use.")]
    internal static void AcceptAnyVersion() =>
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            name is { Name: "AngleSharp.Diffing" or "SQLitePCLRaw.core", Version: not null }
                ? context.LoadFromAssemblyName(new AssemblyName(name.Name))
                : null;
}
