using System.Globalization;

namespace ChatWeb.Streaming.Signals;

/// <summary>
/// Renders what holds of a room and tells its listeners. One at a time for each room and slot, always of the newest
/// state: whatever changes while one is rendered is told next, and nobody ends with an older one.
/// </summary>
internal sealed partial class SignalTeller(ISignalRenderer renderer, ILogger<SignalTeller> logger)
{
    private readonly Lock _gate = new();

    /// <summary>What is being told, and what is to be told next of the same.</summary>
    private readonly Dictionary<(RoomHub Hub, string Slot), Func<object?>?> _next = [];

    /// <summary>Starts telling and returns.</summary>
    /// <param name="hub">The room's listeners.</param>
    /// <param name="slot">What of the room it is; kept for those who come later.</param>
    /// <param name="state">The state as it is when it is asked; null for nothing to tell.</param>
    public void Tell(RoomHub hub, string slot, Func<object?> state)
    {
        lock (_gate)
        {
            if (_next.ContainsKey((hub, slot)))
            {
                _next[(hub, slot)] = state;
                return;
            }

            _next[(hub, slot)] = null;
        }

        _ = TellAsync(hub, slot, state);
    }

    private async Task TellAsync(RoomHub hub, string slot, Func<object?> state)
    {
        for (Func<object?>? next = state; next is not null; next = TakeNext(hub, slot))
        {
            try
            {
                switch (next())
                {
                    case TypingData typing:
                        Say(hub, slot, await MakeAsync(TypingData.Name, typing, culture => renderer.RenderAsync(typing, culture)), keep: typing.Users.Count > 0);
                        break;
                    case PresenceData presence:
                        Say(hub, slot, await MakeAsync(PresenceData.Name, presence, culture => renderer.RenderAsync(presence, culture)), keep: true);
                        break;
                    case ReadReceiptData receipt:
                        Say(hub, slot, await MakeAsync(ReadReceiptData.Name, receipt, culture => renderer.RenderAsync(receipt, culture)), keep: true);
                        break;
                }
            }
            catch (Exception exception)
            {
                // It is gone with the next change, or when it runs out.
                LogNotTold(exception, slot, hub.RoomId);
            }
        }
    }

    private Func<object?>? TakeNext(RoomHub hub, string slot)
    {
        lock (_gate)
        {
            if (_next[(hub, slot)] is { } next)
            {
                _next[(hub, slot)] = null;
                return next;
            }

            _next.Remove((hub, slot));
            return null;
        }
    }

    private static Task<RoomSignal> MakeAsync<T>(string name, T data, Func<CultureInfo, Task<string>> render) =>
        RoomSignal.MakeAsync(name, data, render);

    private static void Say(RoomHub hub, string slot, RoomSignal signal, bool keep)
    {
        if (!keep)
        {
            hub.Signals.Forget(slot);
        }

        hub.Signal(signal, keep ? slot : null);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Slot} of room {RoomId} could not be told.")]
    private partial void LogNotTold(Exception exception, string slot, long roomId);
}
