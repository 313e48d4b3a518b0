using System.Globalization;

namespace ChatWeb.Messages.Attachments;

/// <summary>Sizes as people read them; ts/files/sizes.ts says them the same way.</summary>
internal static class FileSize
{
    private static readonly string[] Units = ["KB", "MB", "GB", "TB"];

    public static string Say(long bytes)
    {
        if (bytes < 1024)
        {
            return string.Create(CultureInfo.CurrentCulture, $"{bytes} B");
        }

        var (size, unit) = (bytes / 1024.0, 0);
        for (; size >= 999.5 && unit < Units.Length - 1; unit++)
        {
            size /= 1024;
        }

        return string.Create(CultureInfo.CurrentCulture, $"{size.ToString(size < 9.95 ? "0.#" : "0", CultureInfo.CurrentCulture)} {Units[unit]}");
    }
}
