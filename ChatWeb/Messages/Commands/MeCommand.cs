using ChatWeb.Http;
using Microsoft.Extensions.Localization;

namespace ChatWeb.Messages.Commands;

/// <summary><c>/me waves</c>: what somebody does, told of them.</summary>
internal sealed class MeCommand(PostingService posting, IStringLocalizer<CommandTexts> texts) : ISlashCommand
{
    public string Name => "me";

    public string Usage => texts["Me.Usage"];

    public string Description => texts["Me"];

    public bool Posts => true;

    public async Task<CommandResult> RunAsync(CommandCall call, CancellationToken cancellationToken) =>
        call.Text.Length == 0
            ? throw new ProblemException(StatusCodes.Status400BadRequest, "invalid-body", texts["Me.Blank"], "body")
            : new CommandResult.Posted(await posting.PostAsync(
                call.RoomId,
                call.UserId,
                call.Message with { Body = call.Text, Kind = MessageKind.Action },
                cancellationToken));
}
