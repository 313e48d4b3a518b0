using ChatWeb.Tests.Streaming.Faults;
using ChatWeb.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace ChatWeb.Tests.Streaming;

/// <summary>How soon a session that ended must be known by its streams, with the bus and without it.</summary>
internal static class Revocations
{
    /// <summary>From the answer to what ended the session until the goodbye is here, with the bus.</summary>
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(1);

    /// <summary>The same with a bus that loses everything: the sweep passes once a second.</summary>
    private static readonly TimeSpan ByTheSweep = TimeSpan.FromSeconds(2.5);

    public static TimeSpan Limit(bool bus) => bus ? AtOnce : ByTheSweep;

    public static Action<IServiceCollection>? Bus(bool works) => works ? null : SilentBus.Replace;

    public static SseClient Open(HttpClient http) => SseClient.Open(http, "/chat/sse/1?format=json");
}
