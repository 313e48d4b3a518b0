using ChatWeb.Accounts;
using ChatWeb.Data;
using ChatWeb.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ChatWeb.Moderation;

/// <summary>
/// Bans from the whole server. A banned account's sessions and streams end within a second, and it can't sign in; what
/// it said stays.
/// </summary>
public sealed class BanService(ChatDbContext db, IChatWriter writer, AccountBans accounts, TimeProvider time, IStringLocalizer<ModerationTexts> texts)
{
    /// <summary>In Unicode code points, after trimming.</summary>
    public const int MaxReason = 500;

    /// <summary>Accounts on a page of the list.</summary>
    public const int PageSize = 50;

    /// <summary>One page of the accounts that match, with one more when others follow, and why those are banned who are.</summary>
    public async Task<IReadOnlyList<ListedAccount>> ListAsync(string search, int page, CancellationToken cancellationToken)
    {
        var found = await AccountBans.ListAsync(db, search, PageSize * page, PageSize + 1, cancellationToken);
        var banned = found.Where(account => account.BannedAt is not null).Select(account => account.Id).ToList();
        var reasons = await db.Sanctions
            .Where(s => s.LiftedAt == null && banned.Contains(s.UserId))
            .ToDictionaryAsync(s => s.UserId, s => s.Reason, cancellationToken);
        return [.. found.Select(account => new ListedAccount(account, reasons.GetValueOrDefault(account.Id)))];
    }

    /// <summary>Whether somebody may ban this account, or lift its ban: moderators people, administrators moderators too and each other.</summary>
    public static bool MayBan(Guid byId, UserRole role, Account account) =>
        role >= UserRole.Moderator && account.Id != byId && (role == UserRole.Administrator || account.Role == UserRole.Member);

    /// <summary>Bans the account; does nothing when it is banned.</summary>
    /// <exception cref="ProblemException">400: no reason, or one too long. 403: not theirs to ban. 404: no such account.</exception>
    public async Task BanAsync(Guid byId, Guid userId, string? reason, CancellationToken cancellationToken)
    {
        var why = Reason(reason);
        try
        {
            if (await writer.RunAsync((tx, ct) => BanAsync(tx, byId, userId, why, ct), cancellationToken))
            {
                accounts.Announce(userId);
            }
        }
        catch (DbUpdateException exception) when (exception.IsUniqueViolation())
        {
            // Banned twice at once, where writers run side by side: the other attempt wrote it.
        }
    }

    /// <summary>Lets the account in again; does nothing when it is not banned.</summary>
    /// <exception cref="ProblemException">403: not theirs to decide. 404: no such account.</exception>
    public Task LiftAsync(Guid byId, Guid userId, CancellationToken cancellationToken) =>
        writer.RunAsync(
            async (tx, ct) =>
            {
                await DecideAsync(tx, byId, userId, ct);
                var now = time.GetUtcNow();
                await tx.Sanctions
                    .Where(s => s.UserId == userId && s.LiftedAt == null)
                    .ExecuteUpdateAsync(set => set.SetProperty(s => s.LiftedAt, now).SetProperty(s => s.LiftedById, byId), ct);
                return await AccountBans.LetInAsync(tx, userId, ct);
            },
            cancellationToken);

    private async Task<bool> BanAsync(ChatDbContext tx, Guid byId, Guid userId, string reason, CancellationToken cancellationToken)
    {
        if ((await DecideAsync(tx, byId, userId, cancellationToken)).BannedAt is not null)
        {
            return false;
        }

        tx.Sanctions.Add(new Sanction { UserId = userId, Reason = reason, ById = byId, At = time.GetUtcNow() });
        await accounts.ShutOutAsync(tx, userId, cancellationToken);
        return true;
    }

    /// <summary>The account, when it is theirs to decide on. Both accounts are held first: of two who ban each other at once only one succeeds.</summary>
    private static async Task<Account> DecideAsync(ChatDbContext tx, Guid byId, Guid userId, CancellationToken cancellationToken)
    {
        await AccountBans.HoldAsync(tx, byId, userId, cancellationToken);
        var by = await AccountBans.FindAsync(tx, byId, cancellationToken);
        if (by is not { BannedAt: null, Role: >= UserRole.Moderator })
        {
            throw Problems.OfStatus(StatusCodes.Status403Forbidden);
        }

        var account = await AccountBans.FindAsync(tx, userId, cancellationToken) ?? throw Problems.NotFound();
        return MayBan(byId, by.Role, account) ? account : throw Problems.OfStatus(StatusCodes.Status403Forbidden);
    }

    private string Reason(string? reason) => VisibleText.Check(reason, MaxReason, allowNewLines: true) switch
    {
        TextFault.None => reason!.Trim(),
        TextFault.Blank => throw Refusal("Reason.Blank"),
        TextFault.TooLong => throw Refusal("Reason.TooLong"),
        _ => throw Refusal("Reason.Malformed"),
    };

    private ProblemException Refusal(string sentence) =>
        new(StatusCodes.Status400BadRequest, "invalid-reason", texts[sentence, MaxReason], "reason");
}

/// <summary>An account in the list, and why it is banned if it is.</summary>
public sealed record ListedAccount(Account Account, string? Reason);
