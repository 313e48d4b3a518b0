using Microsoft.Extensions.Localization;

namespace ChatWeb.Messages.Commands;

/// <summary><c>/help</c>: what its writer may command here.</summary>
internal sealed class HelpCommand(IServiceProvider services, IStringLocalizer<CommandTexts> texts) : ISlashCommand
{
    public string Name => "help";

    public string Usage => texts["Help.Usage"];

    public string Description => texts["Help"];

    /// <summary>It is itself one of the table, and so asks for the table only now.</summary>
    public Task<CommandResult> RunAsync(CommandCall call, CancellationToken cancellationToken) =>
        Task.FromResult<CommandResult>(new CommandResult.Answered(
            texts["Help.Is"],
            Commands: services.GetRequiredService<SlashCommands>().For(call.Rights)));
}
