using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Accounts;

public sealed class SecondFactorTests
{
    [Fact]
    public async Task An_account_with_a_second_factor_asks_for_its_code()
    {
        await using var server = await ChatServer.StartAsync();
        using var api = await ChatApi.AdminAsync(server);
        using var started = await api.Http.PostAsJsonAsync("/api/identity/manage/2fa", new { resetSharedKey = true });
        var key = (await ChatApi.ReadAsync<JsonElement>(started, HttpStatusCode.OK)).GetProperty("sharedKey").GetString()!;
        using var enabled = await api.Http.PostAsJsonAsync("/api/identity/manage/2fa", new { enable = true, twoFactorCode = Code(key) });
        Assert.Equal(HttpStatusCode.OK, enabled.StatusCode);

        using var browser = new BrowserSession(server);
        using var first = await browser.SignInAsync(ChatServer.AdminEmail, ChatServer.AdminPassword, "/rooms");
        var next = first.Headers.Location!.OriginalString;
        Assert.StartsWith("/account/sign-in/code", next, StringComparison.Ordinal);
        Assert.False(await browser.IsSignedInAsync());

        using var wrong = await browser.SubmitAsync(next, new() { ["Code"] = "12345x", ["ReturnUrl"] = "/rooms" }, "/account/sign-in/code");
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        using var right = await browser.SubmitAsync(next, new() { ["Code"] = Code(key), ["ReturnUrl"] = "/rooms" }, "/account/sign-in/code");
        Assert.Equal("/rooms", right.Headers.Location?.OriginalString);
        Assert.True(await browser.IsSignedInAsync());
    }

    /// <summary>What an authenticator app shows now: RFC 6238 with 30 seconds and six digits.</summary>
    [SuppressMessage("Security", "CA5350", Justification = "The standard's own algorithm.")]
    private static string Code(string base32)
    {
        var bits = string.Concat(base32.Select(c => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        var key = Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2)).ToArray();
        var step = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(step, DateTimeOffset.UtcNow.ToUnixTimeSeconds() / 30);
        var hash = HMACSHA1.HashData(key, step);
        var number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 0xf)) & int.MaxValue;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }
}
