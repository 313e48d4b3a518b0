using ChatWeb.Data;
using ChatWeb.Http;
using ChatWeb.Rooms;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ChatWeb.Accounts;

/// <summary>What somebody has to say to set a server up.</summary>
public sealed record NewServer(string? ServerName, string? Email, string? Password);

/// <summary>The server's first administrator and first room.</summary>
public sealed record ServerSetUp(ChatUser Administrator, long RoomId);

/// <summary>Sets an empty server up: its name, its administrator and its first room, all or nothing.</summary>
public sealed class SetUpService(
    IChatWriter writer,
    InstallationState installation,
    ChatUserManager users,
    RoomService rooms,
    TimeProvider time,
    IStringLocalizer<AccountTexts> texts,
    IStringLocalizer<RoomProblems> roomTexts)
{
    /// <summary>The longest server name, in code points.</summary>
    public const int MaxServerName = 80;

    /// <exception cref="ProblemException">409: it is set up already, perhaps a moment ago. 400: the server's name.</exception>
    /// <exception cref="AccountRefusedException">The e-mail or password.</exception>
    public async Task<ServerSetUp> RunAsync(NewServer server, CancellationToken cancellationToken)
    {
        if (installation.IsSetUp)
        {
            throw AlreadySetUp();
        }

        var name = CleanName(server.ServerName);
        var administrator = new ChatUser { Email = server.Email, UserName = server.Email, Role = UserRole.Administrator };
        var prepared = await users.PrepareAsync(administrator, server.Password ?? "");
        if (!prepared.Succeeded)
        {
            // Another process was first with the same settings: the account that stands in the way is its.
            await installation.RefreshAsync(cancellationToken);
            if (installation.IsSetUp)
            {
                throw AlreadySetUp();
            }

            throw new AccountRefusedException([.. prepared.Errors]);
        }

        // Looked up here: the writer works for everybody and in nobody's language.
        var (lobby, topic) = (roomTexts["LobbyName"].Value, roomTexts["LobbyTopic"].Value);
        var roomId = await writer.RunAsync(
            async (db, ct) => await ClaimAsync(db, name, administrator, ct)
                ? (await rooms.AddRoomAsync(db, administrator.Id, lobby, topic, RoomKind.Public, ct)).Id
                : (long?)null,
            cancellationToken);
        await installation.RefreshAsync(CancellationToken.None);
        return new ServerSetUp(administrator, roomId ?? throw AlreadySetUp());
    }

    /// <summary>
    /// Takes the installation's row first, then adds the account: whoever comes second, on any node, finds the row
    /// taken and gets false.
    /// </summary>
    private async Task<bool> ClaimAsync(ChatDbContext db, string name, ChatUser administrator, CancellationToken cancellationToken)
    {
        DateTimeOffset? now = time.GetUtcNow();
        var claimed = await db.Installations
            .Where(i => i.Id == Installation.TheId && i.SetUpAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(i => i.SetUpAt, now).SetProperty(i => i.Name, name), cancellationToken);
        if (claimed == 0)
        {
            return false;
        }

        db.Users.Add(administrator);
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }

    private string CleanName(string? name) => VisibleText.Check(name, MaxServerName, allowNewLines: false) switch
    {
        TextFault.None => name!.Trim(),
        TextFault.Blank => throw Refusal(texts["ServerName.Blank"]),
        TextFault.TooLong => throw Refusal(texts["ServerName.TooLong", MaxServerName]),
        _ => throw Refusal(texts["ServerName.Malformed"]),
    };

    private static ProblemException Refusal(string sentence) =>
        new(StatusCodes.Status400BadRequest, "invalid-server-name", sentence, nameof(NewServer.ServerName));

    private ProblemException AlreadySetUp() => new(StatusCodes.Status409Conflict, "already-set-up", texts["SetUp.Already"]);
}

/// <summary>An e-mail or password that Identity refuses, with all its reasons.</summary>
public sealed class AccountRefusedException(IReadOnlyList<IdentityError> errors)
    : Exception(string.Join(' ', errors.Select(e => e.Description)))
{
    public IReadOnlyList<IdentityError> Errors { get; } = errors;
}
