using System.Globalization;
using ChatWeb.Http;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace ChatWeb.Messages.Attachments;

/// <summary>The files of a room, for those who may read it.</summary>
[Authorize, Route("rooms/{roomId:long}/files/{attachmentId:long}")]
public sealed class FilesController(SentFiles files, StoredContent stored) : Controller
{
    /// <summary>A file; the name is for people and their disks. With <c>?preview</c> its small version.</summary>
    [HttpGet("{name}"), HttpHead("{name}")]
    public async Task<IActionResult> Read(long roomId, long attachmentId, CancellationToken cancellationToken)
    {
        var file = await files.FindAsync(roomId, attachmentId, User.Id(), cancellationToken) ?? throw Problems.NotFound();
        if (!Request.Query.ContainsKey("preview"))
        {
            return new FileAnswer(stored, file.Key, file.Size, file.Name, file.ContentType, Tag(file, ""));
        }

        return file.PreviewKey is { } preview ? new PreviewAnswer(stored, preview, Tag(file, "-small")) : throw Problems.NotFound();
    }

    /// <summary>What lies under an id never changes; the time tells it from one that a restored database gave again.</summary>
    private static EntityTagHeaderValue Tag(Attachment file, string part) =>
        new(string.Create(CultureInfo.InvariantCulture, $"\"{file.Id:x}-{file.CreatedAt.UtcTicks:x}{part}\""));
}
