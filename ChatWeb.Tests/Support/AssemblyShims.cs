using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace ChatWeb.Tests.Support;

internal static class AssemblyShims
{
    /// <summary>bUnit asks for a newer AngleSharp.Diffing than the one published everywhere; what it calls is the same.</summary>
    [ModuleInitializer]
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Usage", "CA2255", Justification = "Must run before bUnit's first use.")]
    internal static void AcceptAnyVersion() =>
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            name.Name == "AngleSharp.Diffing" && name.Version is not null
                ? context.LoadFromAssemblyName(new AssemblyName("AngleSharp.Diffing"))
                : null;
}
