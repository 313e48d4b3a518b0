namespace ChatWeb.Streaming;

/// <summary>The bus of a single process. A handler that fails costs the others nothing: one room's fault is not all rooms'.</summary>
internal sealed partial class InProcessRoomBus(ILogger<InProcessRoomBus> logger) : IRoomBus
{
    public bool IsShared => false;

    public event Action<RoomWakeUp>? Woken;

    public event Action<BusSignal>? Signalled;

    public ValueTask PublishAsync(RoomWakeUp wakeUp)
    {
        Tell(Woken, wakeUp);
        return ValueTask.CompletedTask;
    }

    public ValueTask PublishAsync(BusSignal signal)
    {
        Tell(Signalled, signal);
        return ValueTask.CompletedTask;
    }

    private void Tell<T>(Action<T>? handlers, T what)
    {
        foreach (var handler in Delegate.EnumerateInvocationList(handlers))
        {
            try
            {
                handler(what);
            }
            catch (Exception exception)
            {
                LogHandlerFailed(exception, what);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A handler of {What} failed; the others were told.")]
    private partial void LogHandlerFailed(Exception exception, object? what);
}
