using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace ChatWeb.Messages.Attachments;

/// <summary>A file, or the part of it that was asked for, streamed from the store.</summary>
internal sealed class FileAnswer(StoredContent stored, string key, long size, string name, string contentType, EntityTagHeaderValue tag) : IActionResult
{
    public async Task ExecuteResultAsync(ActionContext context)
    {
        var (request, response) = (context.HttpContext.Request, context.HttpContext.Response);
        var asked = request.GetTypedHeaders();
        var range = ByteRange.Of(asked, tag, size);
        if (range is { Length: 0 })
        {
            response.StatusCode = StatusCodes.Status416RangeNotSatisfiable;
            response.Headers.ContentRange = $"bytes */{size}";
            return;
        }

        // Opened before anything is said, so that what is not there can still be answered.
        var isKnown = FileHeaders.IsKnown(asked, tag);
        var isToRead = !isKnown && !HttpMethods.IsHead(request.Method);
        await using var content = isToRead ? await stored.OpenAsync(key, range?.From ?? 0, range?.Length, context.HttpContext.RequestAborted) : null;
        FileHeaders.Write(response, contentType, tag, name);
        if (isKnown)
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        if (range is { } part)
        {
            response.StatusCode = StatusCodes.Status206PartialContent;
            response.Headers.ContentRange = $"bytes {part.From}-{part.From + part.Length - 1}/{size}";
        }

        response.ContentLength = range?.Length ?? size;
        if (content is not null)
        {
            await StoredContent.CopyAsync(content.Stream, context.HttpContext);
        }
    }
}

/// <summary>A picture's small version, which has no name and is read whole.</summary>
internal sealed class PreviewAnswer(StoredContent stored, string key, EntityTagHeaderValue tag) : IActionResult
{
    public async Task ExecuteResultAsync(ActionContext context)
    {
        var response = context.HttpContext.Response;
        if (FileHeaders.IsKnown(context.HttpContext.Request.GetTypedHeaders(), tag))
        {
            FileHeaders.WriteVersion(response, tag);
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        await using var content = await stored.OpenAsync(key, 0, null, context.HttpContext.RequestAborted);
        var head = new byte[FileTypes.HeadBytes];
        var read = await content.Stream.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, context.HttpContext.RequestAborted);
        FileHeaders.Write(response, FileTypes.Of(head.AsSpan(0, read)).ContentType, tag, name: null);
        response.ContentLength = content.TotalLength;
        if (!HttpMethods.IsHead(context.HttpContext.Request.Method))
        {
            await response.Body.WriteAsync(head.AsMemory(0, read), context.HttpContext.RequestAborted);
            await StoredContent.CopyAsync(content.Stream, context.HttpContext);
        }
    }
}
