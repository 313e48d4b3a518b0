namespace ChatWeb.Http;

/// <summary>Where the program's own files lie.</summary>
public static class ContentRoot
{
    /// <summary>
    /// The current folder when it is the project's or a published one, else the program's own: a service manager
    /// starts programs from anywhere.
    /// </summary>
    public static string Find()
    {
        var current = Directory.GetCurrentDirectory();
        return File.Exists(Path.Combine(current, "appsettings.json")) && Directory.Exists(Path.Combine(current, "wwwroot"))
            ? current
            : AppContext.BaseDirectory;
    }
}
