using ChatWeb.Data;
using ChatWeb.Http;
using ChatWeb.Rooms;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;

namespace ChatWeb.Messages.Drafts;

/// <summary>A draft as its writer gets it back.</summary>
public sealed record DraftView(string Body, DateTimeOffset UpdatedAt);

/// <summary>Keeps what people have begun to write, one text a room; of two devices the one typed on last is right.</summary>
public sealed class DraftService(
    ChatDbContext db,
    IChatWriter writer,
    Admissions admissions,
    TimeProvider time,
    IOptions<PostingOptions> options,
    IStringLocalizer<MessageProblems> texts)
{
    public Task<DraftView?> FindAsync(long roomId, Guid userId, CancellationToken cancellationToken) => Of(db, roomId, userId).SingleOrDefaultAsync(cancellationToken);

    /// <summary>The rooms in which the user has begun to write.</summary>
    public async Task<IReadOnlyCollection<long>> RoomsAsync(Guid userId, CancellationToken cancellationToken) =>
        await db.Drafts.Where(d => d.UserId == userId && d.Body != "").Select(d => d.RoomId).ToHashSetAsync(cancellationToken);

    /// <summary>Keeps a text that was typed so long ago, unless a later one is there; an empty one takes the draft away.</summary>
    /// <returns>What is kept now.</returns>
    /// <exception cref="ProblemException">400: too long or not storable. 403: not a member of this public room. 404: no such room for this user.</exception>
    public async Task<DraftView?> SaveAsync(long roomId, Guid userId, string? body, TimeSpan age, CancellationToken cancellationToken)
    {
        var typed = MessageBody.Of(body, options.Value.MaxBody, texts, mayBeEmpty: true);
        var at = time.GetUtcNow() - age;
        try
        {
            return await SaveAsync();
        }
        catch (DbUpdateException exception) when (exception.IsUniqueViolation())
        {
            return await SaveAsync(); // from two devices at once, where writers run side by side: now there is one to change
        }

        Task<DraftView?> SaveAsync() => writer.RunAsync((tx, ct) => StoreAsync(tx, roomId, userId, typed, at, ct), cancellationToken);
    }

    /// <summary>Empties the draft inside a running transaction: it was sent, and what was typed before that has no place any more.</summary>
    internal Task EndAsync(ChatDbContext tx, long roomId, Guid userId, CancellationToken cancellationToken) =>
        PutAsync(tx, roomId, userId, "", time.GetUtcNow(), cancellationToken);

    private async Task<DraftView?> StoreAsync(ChatDbContext tx, long roomId, Guid userId, string typed, DateTimeOffset at, CancellationToken cancellationToken)
    {
        await admissions.DemandMemberAsync(tx, roomId, userId, cancellationToken);
        await PutAsync(tx, roomId, userId, typed, at, cancellationToken);
        return await Of(tx, roomId, userId).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>Keeps the text, empty or not, in place of one that is older.</summary>
    private static async Task PutAsync(ChatDbContext tx, long roomId, Guid userId, string typed, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var own = tx.Drafts.Where(d => d.UserId == userId && d.RoomId == roomId);
        if (await own.Where(d => d.UpdatedAt <= at)
                .ExecuteUpdateAsync(set => set.SetProperty(d => d.Body, typed).SetProperty(d => d.UpdatedAt, at), cancellationToken) == 0
            && !await own.AnyAsync(cancellationToken))
        {
            tx.Drafts.Add(new Draft { UserId = userId, RoomId = roomId, Body = typed, UpdatedAt = at });
            await tx.SaveChangesAsync(cancellationToken);
        }
    }

    private static IQueryable<DraftView> Of(ChatDbContext context, long roomId, Guid userId) =>
        context.Drafts.Where(d => d.UserId == userId && d.RoomId == roomId && d.Body != "").Select(d => new DraftView(d.Body, d.UpdatedAt));
}
