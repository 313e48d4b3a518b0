using ChatWeb.Http;
using ChatWeb.Rooms;
using Microsoft.Extensions.Localization;

namespace ChatWeb.Messages.Commands;

/// <summary><c>/invite</c>: the room's invitation link, for its writer to pass on.</summary>
internal sealed class InviteCommand(MembershipService membership, IStringLocalizer<CommandTexts> texts) : ISlashCommand
{
    public string Name => "invite";

    public string Usage => texts["Invite.Usage"];

    public string Description => texts["Invite"];

    public async Task<CommandResult> RunAsync(CommandCall call, CancellationToken cancellationToken) =>
        await membership.InvitationTokenAsync(call.RoomId, call.UserId, cancellationToken) is { } token
            ? new CommandResult.Answered(texts["Invite.Is"], $"{call.Root}/invite/{token}")
            : throw Problems.NotFound();
}
