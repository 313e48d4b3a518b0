using Microsoft.AspNetCore.Http.Headers;
using Microsoft.Net.Http.Headers;

namespace ChatWeb.Messages.Attachments;

/// <summary>The headers of a file that somebody else made: nothing in it is run, framed or taken for what it is not.</summary>
internal static class FileHeaders
{
    private const string ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'; sandbox";

    public static void Write(HttpResponse response, string contentType, EntityTagHeaderValue tag, string? name)
    {
        var isInline = FileTypes.IsInline(contentType);
        var headers = response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        WriteVersion(response, tag);
        headers.AcceptRanges = "bytes";
        response.ContentType = contentType;
        if (name is not null)
        {
            var disposition = new ContentDispositionHeaderValue(isInline ? "inline" : "attachment");
            disposition.SetHttpFileName(name); // RFC 6266: as ASCII for the old, as UTF-8 for the rest
            headers.ContentDisposition = disposition.ToString();
        }
    }

    /// <summary>
    /// A browser may keep the file, but asks each time whether it may show it: its message may be gone by then, its
    /// reader out of the room, or somebody else signed in.
    /// </summary>
    public static void WriteVersion(HttpResponse response, EntityTagHeaderValue tag)
    {
        response.Headers.CacheControl = "private, no-cache";
        response.Headers.ETag = tag.ToString();
    }

    /// <summary>Whether the reader has it already.</summary>
    public static bool IsKnown(RequestHeaders request, EntityTagHeaderValue tag) =>
        request.IfNoneMatch is { Count: > 0 } known && known.Any(k => k.Equals(EntityTagHeaderValue.Any) || k.Compare(tag, useStrongComparison: false));
}
