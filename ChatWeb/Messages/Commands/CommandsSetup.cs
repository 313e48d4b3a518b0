namespace ChatWeb.Messages.Commands;

internal static class CommandsSetup
{
    public static void AddCommands(this IServiceCollection services)
    {
        services.AddScoped<SlashCommands>();
        services.AddScoped<ISlashCommand, HelpCommand>();
        services.AddScoped<ISlashCommand, InviteCommand>();
        services.AddScoped<ISlashCommand, LeaveCommand>();
        services.AddScoped<ISlashCommand, MeCommand>();
        services.AddScoped<ISlashCommand, ShrugCommand>();
        services.AddScoped<ISlashCommand, TopicCommand>();
    }
}
