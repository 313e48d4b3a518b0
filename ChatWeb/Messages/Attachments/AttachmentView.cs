using System.Globalization;
using ChatWeb.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatWeb.Messages.Attachments;

/// <summary>An attachment as everybody who may read its message sees it.</summary>
/// <param name="Size">In bytes.</param>
/// <param name="Url">Where its bytes are, from the server's root on.</param>
/// <param name="PreviewUrl">Where a smaller version of a picture is, if there is one.</param>
public sealed record AttachmentView(long Id, string Name, string ContentType, long Size, int? Width, int? Height, string Url, string? PreviewUrl);

internal static class AttachmentViews
{
    /// <summary>The attachments of these messages, in their places, with one query.</summary>
    public static async Task<ILookup<long, AttachmentView>> OfAsync(ChatDbContext db, IReadOnlyList<long> messageIds, CancellationToken cancellationToken)
    {
        var rows = await db.Attachments.AsNoTracking()
            .Where(a => a.MessageId != null && messageIds.Contains(a.MessageId.Value))
            .OrderBy(a => a.Place)
            .ToListAsync(cancellationToken);
        return rows.ToLookup(a => a.MessageId!.Value, a => a.ToView());
    }

    public static AttachmentView ToView(this Attachment attachment)
    {
        var url = string.Create(
            CultureInfo.InvariantCulture,
            $"/rooms/{attachment.RoomId}/files/{attachment.Id}/{Uri.EscapeDataString(attachment.Name)}");
        return new AttachmentView(
            attachment.Id,
            attachment.Name,
            attachment.ContentType,
            attachment.Size,
            attachment.Width,
            attachment.Height,
            url,
            attachment.PreviewKey is null ? null : $"{url}?preview");
    }
}
