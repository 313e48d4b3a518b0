namespace ChatWeb.Streaming.Signals;

internal static class SignalsSetup
{
    /// <summary>Typing, presence and read receipts: what lives short and is in no log.</summary>
    public static void AddSignals(this IServiceCollection services)
    {
        services.AddSingleton<SignalTeller>();
        services.AddSingleton<PresenceBoard>();
        services.AddSingleton<PresenceExchange>();
        services.AddSingleton<TypingBoard>();
        services.AddSingleton<ReadReceipts>();
        services.AddSingleton(provider => new RoomSignalState(
            provider.GetRequiredService<TypingBoard>(),
            provider.GetRequiredService<PresenceBoard>(),
            provider.GetRequiredService<IRoomSequences>()));
        services.AddSingleton<ISweepTask>(provider => provider.GetRequiredService<TypingBoard>());
        services.AddSingleton<ISweepTask>(provider => provider.GetRequiredService<ReadReceipts>());
        services.AddSingleton<ISweepTask, PresenceSweep>();
        services.AddSingleton<ISweepTask>(provider => provider.GetRequiredService<PresenceExchange>());
        services.AddHostedService(provider => provider.GetRequiredService<PresenceExchange>());
    }
}
