#pragma warning disable CA1050 // the runtime looks for it outside of namespaces

/// <summary>
/// Does nothing but bring this assembly into the process, where the host finds it by its name: it looks beside the
/// program otherwise. See docs/design/features/host-startup-hook.md of dotnet/runtime.
/// </summary>
internal static class StartupHook
{
    public static void Initialize()
    {
    }
}
