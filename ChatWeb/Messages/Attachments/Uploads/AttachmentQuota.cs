using ChatWeb.Data;
using ChatWeb.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ChatWeb.Messages.Attachments;

/// <summary>
/// How many bytes of files one person may have on the server, sent or not. Bytes that stand in several messages count
/// once for everybody who put them there: who forwards a file keeps it, whatever becomes of the first message.
/// </summary>
public sealed class AttachmentQuota(UploadProblems problems, IOptions<UploadOptions> options)
{
    /// <exception cref="ProblemException">413: with so many more bytes they have more than they may.</exception>
    public async Task DemandAsync(ChatDbContext context, Guid userId, long more, CancellationToken cancellationToken)
    {
        var used = await context.Attachments
            .Where(a => a.UploaderId == userId)
            .Select(a => new { a.Key, a.Size })
            .Distinct()
            .SumAsync(a => a.Size, cancellationToken);
        if (used > options.Value.MaxBytesPerUser - more)
        {
            throw problems.QuotaUsed;
        }
    }

    /// <summary>The same for files that are on the server already, perhaps as their own.</summary>
    /// <exception cref="ProblemException">413: with these they have more than they may.</exception>
    public async Task DemandAsync(ChatDbContext context, Guid userId, IReadOnlyCollection<Attachment> files, CancellationToken cancellationToken)
    {
        var keys = files.Select(file => file.Key).ToList();
        var own = await context.Attachments
            .Where(a => a.UploaderId == userId && keys.Contains(a.Key))
            .Select(a => a.Key)
            .ToListAsync(cancellationToken);
        var more = files.Where(file => !own.Contains(file.Key)).DistinctBy(file => file.Key).Sum(file => file.Size);
        if (more > 0)
        {
            await DemandAsync(context, userId, more, cancellationToken);
        }
    }
}
