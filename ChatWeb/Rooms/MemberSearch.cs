using ChatWeb.Accounts;
using ChatWeb.Data;
using ChatWeb.Http;
using ChatWeb.Streaming.Signals;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ChatWeb.Rooms;

/// <summary>A member that a few letters of a name may mean.</summary>
/// <param name="Online">They listen to the room just now.</param>
public sealed record FoundMember(Guid UserUuid, string UserName, bool Online);

/// <summary>Finds members by what somebody typed of a name, for those who may read the room.</summary>
public sealed class MemberSearch(ChatDbContext db, RoomSignalState signals, IStringLocalizer<RoomProblems> texts)
{
    /// <summary>As many as are chosen from without scrolling twice.</summary>
    public const int MostFound = 20;

    /// <summary>Of those who are here, so many are looked up; readers of a public room are here and no members.</summary>
    private const int MostHere = 200;

    /// <summary>In UTF-16 units; no name is longer.</summary>
    private const int LongestQuery = 2 * DisplayNames.MaxLength;

    /// <summary>Members whose name begins with it or has it inside: who is here first, then whose name begins with it, then by name.</summary>
    /// <exception cref="ProblemException">404: no such room for them. 400: longer than any name.</exception>
    public async Task<IReadOnlyList<FoundMember>> FindAsync(long roomId, Guid readerId, string? query, CancellationToken cancellationToken)
    {
        var wanted = query?.Trim() ?? "";
        if (wanted.Length > LongestQuery)
        {
            throw new ProblemException(StatusCodes.Status400BadRequest, "invalid-query", texts["MemberQuery"], "q");
        }

        if (!await db.Rooms.Where(r => r.Id == roomId).VisibleTo(readerId, db).AnyAsync(cancellationToken))
        {
            throw Problems.NotFound();
        }

        var here = await HereAsync(roomId, wanted, cancellationToken);
        return here.Count == MostFound ? here : [.. here, .. await OthersAsync(roomId, wanted, here, cancellationToken)];
    }

    private async Task<List<FoundMember>> HereAsync(long roomId, string wanted, CancellationToken cancellationToken)
    {
        var ids = signals.Here(roomId, name => NameKeys.Of(name).Contains(NameKeys.Of(wanted), StringComparison.Ordinal), MostHere);
        var members = ids.Count == 0 ? [] : await db.RoomMembers
            .Where(m => m.RoomId == roomId && ids.Contains(m.UserId))
            .Join(db.Names(), m => m.UserId, u => u.Id, (m, u) => new FoundMember(u.Id, u.Name, true))
            .ToListAsync(cancellationToken);
        return
        [
            .. members
                .OrderByDescending(m => NameKeys.Of(m.UserName).StartsWith(NameKeys.Of(wanted), StringComparison.Ordinal))
                .ThenBy(m => m.UserName, StringComparer.CurrentCulture)
                .Take(MostFound),
        ];
    }

    private async Task<List<FoundMember>> OthersAsync(long roomId, string wanted, List<FoundMember> here, CancellationToken cancellationToken)
    {
        var key = Literally(NameKeys.Of(wanted));
        var (begins, contains) = ($"{key}%", $"%{key}%");
        var found = await db.RoomMembers
            .Where(m => m.RoomId == roomId)
            .Join(db.Names(), m => m.UserId, u => u.Id, (m, u) => u)
            .Where(u => EF.Functions.Like(u.Key, contains, "\\"))
            .OrderByDescending(u => EF.Functions.Like(u.Key, begins, "\\"))
            .ThenBy(u => u.Name)
            .Take(MostFound)
            .Select(u => new FoundMember(u.Id, u.Name, false))
            .ToListAsync(cancellationToken);
        return [.. found.Where(m => here.TrueForAll(other => other.UserUuid != m.UserUuid)).Take(MostFound - here.Count)];
    }

    /// <summary>Without what a pattern of either engine takes for something else.</summary>
    private static string Literally(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("%", "\\%", StringComparison.Ordinal)
            .Replace("_", "\\_", StringComparison.Ordinal)
            .Replace("[", "\\[", StringComparison.Ordinal);
}
