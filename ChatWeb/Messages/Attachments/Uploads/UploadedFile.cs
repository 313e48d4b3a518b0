using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace ChatWeb.Messages.Attachments;

/// <summary>A file in a request, not read yet.</summary>
/// <param name="Name">As it was sent; null when it was not.</param>
internal sealed record UploadedFile(string? Name, Stream Content)
{
    private const int MaxBoundary = 200;

    /// <summary>The body itself, or of a multipart one the first part that is a file; null when there is none.</summary>
    public static async Task<UploadedFile?> InAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            return new UploadedFile(NameIn(request.Headers.ContentDisposition), request.Body);
        }

        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).Value;
        if (string.IsNullOrEmpty(boundary) || boundary.Length > MaxBoundary)
        {
            return null;
        }

        var parts = new MultipartReader(boundary, request.Body);
        try
        {
            while (await parts.ReadNextSectionAsync(cancellationToken) is { } part)
            {
                if (NameIn(part.ContentDisposition) is { } name)
                {
                    return new UploadedFile(name, part.Body);
                }
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or (IOException and not BadHttpRequestException))
        {
            // Not as multipart is written, or it ends before its end.
        }

        return null;
    }

    private static string? NameIn(string? disposition) =>
        ContentDispositionHeaderValue.TryParse(disposition, out var parsed)
            ? parsed.FileNameStar.Value ?? HeaderUtilities.RemoveQuotes(parsed.FileName).Value
            : null;
}
