namespace ChatWeb.Components;

/// <summary>Everybody's own colour.</summary>
public static class Hue
{
    /// <summary>As many as <c>wwwroot-src/css/hues.css</c> has, 15° apart.</summary>
    public const int Count = 24;

    /// <summary>The class that gives an element the hue of an id: the same on every server and in every version.</summary>
    public static string Of(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes);
        var hash = 2166136261u; // FNV-1a
        foreach (var value in bytes)
        {
            hash = (hash ^ value) * 16777619u;
        }

        return $"hue-{hash % Count}";
    }
}
