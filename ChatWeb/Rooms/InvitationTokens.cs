using System.Buffers.Text;
using System.Security.Cryptography;

namespace ChatWeb.Rooms;

/// <summary>The secret in a room's invitation link: whoever has it may join.</summary>
internal static class InvitationTokens
{
    /// <summary>128 bits, as many as a random UUID has and more; 22 characters of base64url.</summary>
    public static string Create() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
}
