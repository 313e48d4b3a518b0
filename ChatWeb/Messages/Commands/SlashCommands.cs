using System.Text.RegularExpressions;
using ChatWeb.Accounts;
using ChatWeb.Data;
using ChatWeb.Http;
using ChatWeb.Rooms;
using Microsoft.Extensions.Localization;

namespace ChatWeb.Messages.Commands;

/// <summary>
/// What the composer sends: a message, or one of the table of commands. Programs that post by JSON or socket are never
/// interpreted.
/// </summary>
public sealed partial class SlashCommands(
    IEnumerable<ISlashCommand> commands,
    ChatDbContext db,
    PostingService posting,
    Admissions admissions,
    RoomKeeping keeping,
    IStringLocalizer<CommandTexts> texts)
{
    private readonly List<ISlashCommand> _commands = [.. commands.OrderBy(command => command.Name, StringComparer.Ordinal)];

    /// <summary>The commands that somebody with these rights may use, by name.</summary>
    public IReadOnlyList<ISlashCommand> For(RoomRights rights) => _commands.FindAll(command => command.IsFor(rights));

    /// <summary>Posts a message or does what its text commands.</summary>
    /// <exception cref="ProblemException">As <see cref="PostingService.PostAsync"/>; 400 too for a command that is none.</exception>
    public async Task<CommandResult> SendAsync(long roomId, Guid userId, UserRole role, NewMessage message, string root, CancellationToken cancellationToken)
    {
        var body = message.Body?.Trim() ?? "";
        if (body.StartsWith("//", StringComparison.Ordinal))
        {
            return await PostAsync(message with { Body = body[1..] });
        }

        var written = CommandPattern().Match(body);
        if (!written.Success)
        {
            return await PostAsync(message);
        }

        await admissions.DemandMemberAsync(db, roomId, userId, cancellationToken);
        var rights = await keeping.RightsAsync(roomId, userId, role, cancellationToken);
        var name = written.Groups["name"].Value;
        var command = _commands.Find(c => c.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw new ProblemException(StatusCodes.Status400BadRequest, "unknown-command", texts["Unknown", $"/{name}"], "body");
        return command.IsFor(rights)
            ? await command.RunAsync(new CommandCall(roomId, userId, message, body[written.Length..], rights, root), cancellationToken)
            : throw new ProblemException(StatusCodes.Status403Forbidden, "command-not-allowed", texts["NotAllowed", $"/{command.Name}"], "body");

        async Task<CommandResult> PostAsync(NewMessage said) => new CommandResult.Posted(await posting.PostAsync(roomId, userId, said, cancellationToken));
    }

    /// <summary>One word behind the slash: <c>/usr/bin</c> is a path and no command.</summary>
    [GeneratedRegex(@"^/(?<name>[\p{L}\p{N}_-]{1,32})(?:\s+|$)")]
    private static partial Regex CommandPattern();
}
