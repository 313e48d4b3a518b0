namespace ChatWeb.Accounts;

/// <summary>The rules for the name that other people see.</summary>
public static class DisplayNames
{
    /// <summary>In Unicode code points.</summary>
    public const int MaxLength = 50;
}
