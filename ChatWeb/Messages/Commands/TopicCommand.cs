using ChatWeb.Rooms;
using Microsoft.Extensions.Localization;

namespace ChatWeb.Messages.Commands;

/// <summary><c>/topic text</c>: what the room is about. The talk keeps a line of it, by which everybody sees it at once.</summary>
internal sealed class TopicCommand(PostingService posting, RoomService rooms, RoomKeeping keeping, IStringLocalizer<CommandTexts> texts) : ISlashCommand
{
    /// <summary>Behind the command: no topic any more.</summary>
    private const string None = "-";

    public string Name => "topic";

    public string Usage => texts["Topic.Usage"];

    public string Description => texts["Topic"];

    public bool IsFor(RoomRights rights) => rights.KeepsOrder;

    public Task<CommandResult> RunAsync(CommandCall call, CancellationToken cancellationToken) =>
        call.Text.Length == 0 ? TellAsync(call, cancellationToken) : ChangeAsync(call, cancellationToken);

    private async Task<CommandResult> TellAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var room = await rooms.FindAsync(call.RoomId, call.UserId, cancellationToken);
        return new CommandResult.Answered(room is { Topic.Length: > 0 } ? texts["Topic.Is", room.Topic] : texts["Topic.IsNone"]);
    }

    private async Task<CommandResult> ChangeAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var topic = call.Text == None ? "" : keeping.TopicOf(call.Text);
        var notice = call.Message with
        {
            Body = $"/topic {topic}",
            ReplyTo = null,
            Attachments = null,
            Kind = MessageKind.Notice,
            Alongside = async (tx, ct) =>
            {
                await RoomKeeping.SetTopicAsync(tx, call.RoomId, topic, ct);
                await (call.Message.Alongside?.Invoke(tx, ct) ?? Task.CompletedTask);
            },
        };
        return new CommandResult.Posted(await posting.PostAsync(call.RoomId, call.UserId, notice, cancellationToken));
    }
}
