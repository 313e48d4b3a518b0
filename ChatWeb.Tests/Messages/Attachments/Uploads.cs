using System.Net;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Messages.Attachments;

/// <summary>An attachment as an outside client reads it.</summary>
public sealed record WireAttachment(long Id, string Name, string ContentType, long Size, int? Width, int? Height, string Url, string? PreviewUrl);

internal static class Uploads
{
    public static string Path(long room) => $"/api/chat/rooms/{room}/attachments";

    public static async Task<WireAttachment> UploadAsync(this ChatApi person, long room, byte[] content, string name = "file.bin")
    {
        using var answer = await person.TryUploadAsync(room, new ByteArrayContent(content), name);
        return await ChatApi.ReadAsync<WireAttachment>(answer, HttpStatusCode.Created);
    }

    public static Task<HttpResponseMessage> TryUploadAsync(this ChatApi person, long room, HttpContent content, string name = "file.bin")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"{Path(room)}?name={Uri.EscapeDataString(name)}") { Content = content };
        request.Headers.ExpectContinue = true; // the server can refuse before the bytes are sent
        return person.Http.SendAsync(request);
    }

    public static async Task<WireMessage> SendAsync(this ChatApi person, long room, params long[] attachments)
    {
        using var answer = await person.TryPostAsync(room, new { attachments });
        return await ChatApi.ReadAsync<WireMessage>(answer, HttpStatusCode.Created);
    }

    /// <summary>Uploads a file and sends it alone.</summary>
    public static async Task<WireAttachment> ShareAsync(this ChatApi person, long room, byte[] content, string name = "file.bin")
    {
        var file = await person.UploadAsync(room, content, name);
        await person.SendAsync(room, file.Id);
        return file;
    }

    public static async Task<string> RefusalAsync(this Task<HttpResponseMessage> asking, HttpStatusCode status)
    {
        using var answer = await asking;
        var problem = await ChatApi.ReadAsync<WireProblem>(answer, status);
        Assert.NotEmpty(problem.Title);
        return problem.Type.Split(':')[^1];
    }

    /// <summary>A browser takes it for nothing else than it is called, and runs nothing in it.</summary>
    public static void IsHarmless(this HttpResponseMessage answer)
    {
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("default-src 'none'; frame-ancestors 'none'; sandbox", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
    }

    public static ByteArrayContent Chunked(int length) => new ChunkedContent(new byte[length]);

    /// <summary>The files in a store's folder, unfinished ones too.</summary>
    public static string[] FilesIn(string folder) =>
        Directory.Exists(folder) ? Directory.GetFiles(folder, "*", SearchOption.AllDirectories) : [];

    private sealed class ChunkedContent(byte[] bytes) : ByteArrayContent(bytes)
    {
        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
