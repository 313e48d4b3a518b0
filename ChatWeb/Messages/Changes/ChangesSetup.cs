namespace ChatWeb.Messages.Changes;

internal static class ChangesSetup
{
    public static IServiceCollection AddChanges(this IServiceCollection services) => services
        .AddScoped<ChangeWriter>()
        .AddScoped<ChangeTelling>()
        .AddScoped<MessageChanges>()
        .AddScoped<MessageHistories>()
        .AddScoped<ForwardService>()
        .AddScoped<IMessageRows, ForwardedRows>();
}
