using System.Globalization;

namespace ChatWeb.Components;

/// <summary>What an avatar shows for a name.</summary>
public static class Initial
{
    /// <summary>The first character as people see it (a whole emoji, a composed syllable), upper case; empty for no name.</summary>
    public static string Of(string name) => StringInfo.GetNextTextElement(name.TrimStart()).ToUpperInvariant();
}
