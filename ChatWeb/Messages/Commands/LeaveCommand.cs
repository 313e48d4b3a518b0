using ChatWeb.Rooms;
using Microsoft.Extensions.Localization;

namespace ChatWeb.Messages.Commands;

/// <summary><c>/leave</c>: out of the room.</summary>
internal sealed class LeaveCommand(MembershipService membership, IStringLocalizer<CommandTexts> texts) : ISlashCommand
{
    public string Name => "leave";

    public string Usage => texts["Leave.Usage"];

    public string Description => texts["Leave"];

    public async Task<CommandResult> RunAsync(CommandCall call, CancellationToken cancellationToken)
    {
        await membership.LeaveAsync(call.RoomId, call.UserId, cancellationToken);
        return new CommandResult.Left("/rooms");
    }
}
