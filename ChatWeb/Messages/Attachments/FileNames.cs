using System.Globalization;
using System.Text;

namespace ChatWeb.Messages.Attachments;

/// <summary>Names of files as others will see and save them: whatever was sent, it is one plain name.</summary>
internal static class FileNames
{
    /// <summary>File systems take 255 bytes.</summary>
    public const int MaxBytes = 240;

    /// <summary>What a file without a usable name is called.</summary>
    public const string Nameless = "file";

    /// <summary>Longer, it is no ending but a name with a dot.</summary>
    private const int MaxEnding = 16;

    private const int ZeroWidthJoiner = 0x200D;

    /// <summary>What Windows allows in no name.</summary>
    private const string Reserved = "<>:\"|?*";

    private static readonly HashSet<string> Devices = new(
        ["CON", "PRN", "AUX", "NUL", .. Enumerable.Range(0, 10).SelectMany(i => new[] { $"COM{i}", $"LPT{i}" })],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// The name without folders, control and direction characters and what some system takes for something else; with
    /// an ending that its type has, so that nothing shown as a picture is saved as a page.
    /// </summary>
    public static string Clean(string? sent, FileType type)
    {
        var name = Visible((sent ?? "")[((sent ?? "").LastIndexOfAny(['/', '\\']) + 1)..]);
        name = name.Trim().Trim('.', ' ');
        if (name.Length == 0)
        {
            name = Nameless;
        }

        if (Devices.Contains(name.Split('.')[0].Trim()))
        {
            name = "_" + name;
        }

        if (type.Endings.Length > 0 && !type.Endings.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase))
        {
            name += type.Endings[0];
        }

        return Shorten(name);
    }

    /// <summary>Composed, as everybody but macOS writes Korean, and without what can't be seen.</summary>
    private static string Visible(string text)
    {
        var visible = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) // lone surrogates become U+FFFD
        {
            var isUnseen = Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned;
            if (!isUnseen || rune.Value == ZeroWidthJoiner)
            {
                visible.Append(Reserved.Contains(rune.ToString(), StringComparison.Ordinal) ? "_" : rune.ToString());
            }
        }

        return visible.ToString().Normalize(NormalizationForm.FormC);
    }

    /// <summary>Cut before the ending, between characters.</summary>
    private static string Shorten(string name)
    {
        if (Encoding.UTF8.GetByteCount(name) <= MaxBytes)
        {
            return name;
        }

        var ending = Path.GetExtension(name) is { Length: <= MaxEnding } found ? found : "";
        var left = MaxBytes - Encoding.UTF8.GetByteCount(ending);
        var kept = new StringBuilder();
        foreach (var rune in name.EnumerateRunes())
        {
            if ((left -= rune.Utf8SequenceLength) < 0)
            {
                break;
            }

            kept.Append(rune.ToString());
        }

        return kept.ToString().TrimEnd() + ending;
    }
}
