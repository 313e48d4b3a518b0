using ChatWeb.Http;

namespace ChatWeb.Messages.Attachments;

/// <summary>Bytes on their way from the store to a reader.</summary>
public sealed class StoredContent(IAttachmentStore store, UploadProblems problems)
{
    /// <exception cref="ProblemException">404: the bytes are gone. 503: the store can't be read.</exception>
    public async Task<AttachmentContent> OpenAsync(string key, long offset, long? length, CancellationToken cancellationToken)
    {
        try
        {
            return await store.OpenAsync(key, offset, length, cancellationToken) ?? throw Problems.NotFound();
        }
        catch (AttachmentStoreException failure)
        {
            throw problems.Of(failure);
        }
    }

    /// <summary>When the store fails midway, the connection is cut: a reader must not take the part for the whole.</summary>
    public static async Task CopyAsync(Stream content, HttpContext context)
    {
        try
        {
            await content.CopyToAsync(context.Response.Body, context.RequestAborted);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The reader left, or looked for another place in a film.
        }
    }
}
