using System.Text;

namespace ChatWeb.Accounts;

/// <summary>Names as they are looked for: without regard to case, whichever way their letters are composed.</summary>
public static class NameKeys
{
    /// <summary>In UTF-16 units; composing may take more of them than the name has.</summary>
    internal const int MaxLength = 4 * DisplayNames.MaxLength;

    public static string Of(string name) => name.Normalize(NormalizationForm.FormC).ToUpperInvariant();
}
