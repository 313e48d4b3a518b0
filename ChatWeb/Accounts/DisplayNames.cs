using System.Text;
using ChatWeb.Http;
using Microsoft.Extensions.Localization;

namespace ChatWeb.Accounts;

/// <summary>The rules for the name that other people see.</summary>
public static class DisplayNames
{
    /// <summary>In Unicode code points, after trimming.</summary>
    public const int MaxLength = 50;

    /// <summary>The name as it is stored.</summary>
    /// <exception cref="ProblemException">400: blank, too long, or with characters that hide or pose as something else.</exception>
    internal static string Clean(string? name, IStringLocalizer<AccountTexts> texts) =>
        VisibleText.Check(name, MaxLength, allowNewLines: false) switch
        {
            TextFault.None => name!.Trim(),
            TextFault.Blank => throw Refusal(texts["Name.Blank"]),
            TextFault.TooLong => throw Refusal(texts["Name.TooLong", MaxLength]),
            TextFault.Bidirectional => throw Refusal(texts["Name.Bidirectional"]),
            _ => throw Refusal(texts["Name.Malformed"]),
        };

    /// <summary>The name somebody has until they choose one: the part of the e-mail before the @, as far as it fits.</summary>
    public static string Default(string? email)
    {
        var local = email.AsSpan();
        var at = local.LastIndexOf('@');
        local = (at < 0 ? local : local[..at]).Trim();
        var name = new StringBuilder();
        var count = 0;
        foreach (var rune in local.EnumerateRunes())
        {
            if (count++ == MaxLength)
            {
                break;
            }

            name.Append(rune.ToString());
        }

        return name.ToString();
    }

    private static ProblemException Refusal(string sentence) =>
        new(StatusCodes.Status400BadRequest, "invalid-display-name", sentence, "DisplayName");
}
