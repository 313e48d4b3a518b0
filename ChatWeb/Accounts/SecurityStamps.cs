using System.Security.Cryptography;

namespace ChatWeb.Accounts;

/// <summary>The user's revision: a new stamp ends every session that was begun under the old one.</summary>
internal static class SecurityStamps
{
    /// <summary>160 random bits, as many as Identity's own.</summary>
    public static string New() => Convert.ToHexString(RandomNumberGenerator.GetBytes(20));
}
