using ChatWeb.Streaming;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ChatWeb.Tests.Streaming.Faults;

/// <summary>Loses everything: what is to be known is found by looking, or not at all.</summary>
internal sealed class SilentBus : IRoomBus
{
    public event Action<RoomWakeUp>? Woken
    {
        add { }
        remove { }
    }

    public event Action<BusSignal>? Signalled
    {
        add { }
        remove { }
    }

    public ValueTask PublishAsync(RoomWakeUp wakeUp) => ValueTask.CompletedTask;

    public ValueTask PublishAsync(BusSignal signal) => ValueTask.CompletedTask;

    public static void Replace(IServiceCollection services) => services.Replace(ServiceDescriptor.Singleton<IRoomBus>(new SilentBus()));
}
