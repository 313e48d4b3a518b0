using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace ChatWeb.Messages.Attachments;

/// <summary>
/// Names in the store: <c>ab/cd/</c> and 28 more hexadecimal digits, 128 random bits in all. The two first parts
/// spread a million attachments over 65,536 folders.
/// </summary>
public static partial class AttachmentKey
{
    private const int RandomBytes = 16;

    public static string New()
    {
        var digits = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(RandomBytes));
        return $"{digits[..2]}/{digits[2..4]}/{digits[4..]}";
    }

    public static bool IsValid(string? key) => key is not null && Form().IsMatch(key);

    /// <summary>Whether it may be one of a key's two first parts.</summary>
    public static bool IsFolder(string name) => name.Length == 2 && name.All(char.IsAsciiHexDigitLower);

    /// <exception cref="ArgumentException">It is none.</exception>
    public static void ThrowIfInvalid(string? key)
    {
        if (!IsValid(key))
        {
            throw new ArgumentException("This is not the key of an attachment.", nameof(key));
        }
    }

    // \z, for $ lets a line feed follow.
    [GeneratedRegex(@"\A[0-9a-f]{2}/[0-9a-f]{2}/[0-9a-f]{28}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
