using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Http;

/// <summary>Bodies that no client of good will sends.</summary>
public sealed class OddBodyTests(ChatServerFixture fixture) : IClassFixture<ChatServerFixture>
{
    public static TheoryData<string, byte[]> Bodies => new()
    {
        { "no UTF-8", [.. "{\"body\":\""u8, 0xff, 0xfe, .. "\"}"u8] },
        { "half a character", [.. "{\"body\":\""u8, 0xed, 0xa0, 0x80, .. "\"}"u8] },
        { "too deep", Encoding.ASCII.GetBytes("{\"body\":" + new string('[', 10_000) + new string(']', 10_000) + "}") },
        { "cut off", "{\"body\":\"x"u8.ToArray() },
        { "two values", "{\"body\":\"x\"}{\"body\":\"y\"}"u8.ToArray() },
        { "a comment", "/* hi */{\"body\":\"x\"}"u8.ToArray() },
        { "nothing but spaces", "   "u8.ToArray() },
        { "null", "null"u8.ToArray() },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_body_that_is_no_json_is_a_400_that_tells_nothing_of_the_program(string what, byte[] body)
    {
        using var person = await ChatApi.RegisterAsync(fixture.Server);
        var room = await person.CreateRoomAsync();
        using var content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

        using var answer = await person.Http.PostAsync($"/api/chat/rooms/{room.Id}/messages", content);

        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, $"{what}: {answer.StatusCode} {text}");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains("urn:chatweb:problem:invalid-", text, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("BytePosition", text, StringComparison.Ordinal);
        Assert.Equal(0, (await person.RoomAsync(room.Id)).Head);
    }

    [Fact]
    public async Task Ten_megabytes_in_pieces_are_refused_before_they_are_all_read()
    {
        using var person = await ChatApi.RegisterAsync(fixture.Server);
        var room = await person.CreateRoomAsync();
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, fixture.Server.Address.Port);
        await using var stream = tcp.GetStream();
        using var reader = new StreamReader(stream);
        var answer = reader.ReadLineAsync();

        await stream.WriteAsync(Encoding.ASCII.GetBytes($"""
            POST /api/chat/rooms/{room.Id}/messages HTTP/1.1
            Host: 127.0.0.1
            Authorization: {person.Http.DefaultRequestHeaders.Authorization}
            Content-Type: application/json
            Transfer-Encoding: chunked


            """.ReplaceLineEndings("\r\n")));
        var piece = Encoding.ASCII.GetBytes($"10000\r\n{new string('x', 0x10000)}\r\n");
        await stream.WriteAsync("9\r\n{\"body\":\"\r\n"u8.ToArray());
        var sent = 0;
        try
        {
            while (sent < 10_000_000 && !answer.IsCompleted)
            {
                await stream.WriteAsync(piece);
                sent += piece.Length;
            }
        }
        catch (IOException)
        {
            // The server stopped listening, as it may.
        }

        Assert.StartsWith("HTTP/1.1 413 ", await answer.WaitAsync(SseClient.Patience), StringComparison.Ordinal);
        Assert.Equal(0, (await person.RoomAsync(room.Id)).Head);
    }
}
