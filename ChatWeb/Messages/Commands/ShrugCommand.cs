using Microsoft.Extensions.Localization;

namespace ChatWeb.Messages.Commands;

/// <summary><c>/shrug</c>: a shrug behind the text.</summary>
internal sealed class ShrugCommand(PostingService posting, IStringLocalizer<CommandTexts> texts) : ISlashCommand
{
    /// <summary>As Markdown, which would take its arms away.</summary>
    private const string Shrug = @"¯\\\_(ツ)\_/¯";

    public string Name => "shrug";

    public string Usage => texts["Shrug.Usage"];

    public string Description => texts["Shrug"];

    public bool Posts => true;

    public async Task<CommandResult> RunAsync(CommandCall call, CancellationToken cancellationToken) =>
        new CommandResult.Posted(await posting.PostAsync(
            call.RoomId,
            call.UserId,
            call.Message with { Body = $"{call.Text} {Shrug}" },
            cancellationToken));
}
