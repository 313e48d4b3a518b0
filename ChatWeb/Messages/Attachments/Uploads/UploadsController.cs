using ChatWeb.Http;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace ChatWeb.Messages.Attachments;

/// <summary>Files that are sent with a message, one request each: the body is the file.</summary>
[ApiController, Authorize, Route("api/chat/rooms/{roomId:long}/attachments")]
public sealed class UploadsController(UploadService uploads, UploadProblems problems) : ControllerBase
{
    [HttpPost, LargeBody]
    public async Task<IActionResult> Add(long roomId, [FromQuery] string? name, CancellationToken cancellationToken)
    {
        var file = await UploadedFile.InAsync(Request, cancellationToken) ?? throw problems.NoFile;
        var length = file.Content == Request.Body ? Request.ContentLength : null;
        var attachment = await uploads.AddAsync(roomId, User.Id(), name ?? file.Name, file.Content, length, cancellationToken);
        var view = attachment.ToView();
        return Created(view.Url, view);
    }

    /// <summary>A small version of a picture, which the talk shows instead of it.</summary>
    [HttpPut("{attachmentId:long}/preview"), LargeBody]
    public async Task<IActionResult> AddPreview(long roomId, long attachmentId, CancellationToken cancellationToken)
    {
        await uploads.AddPreviewAsync(roomId, User.Id(), attachmentId, Request.Body, cancellationToken);
        return NoContent();
    }

    [HttpDelete("{attachmentId:long}")]
    public async Task<IActionResult> Remove(long roomId, long attachmentId, CancellationToken cancellationToken)
    {
        await uploads.RemoveAsync(roomId, User.Id(), attachmentId, cancellationToken);
        return NoContent();
    }
}
