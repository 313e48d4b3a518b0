using System.Diagnostics.Metrics;

namespace ChatWeb.Telemetry;

/// <summary>
/// What is asked of Redis, as the meter <c>ChatWeb.Redis</c>
/// (<c>dotnet-counters monitor -n ChatWeb --counters ChatWeb.Redis</c>).
/// <list type="table">
/// <item><term><c>chatweb.redis.commands</c></term><description>Commands sent, a round trip each; <c>command</c>: <c>PUBLISH</c>, <c>EVAL</c>, <c>HMGET</c>, …</description></item>
/// <item><term><c>chatweb.redis.messages</c></term><description>Messages that came from other nodes.</description></item>
/// </list>
/// </summary>
public sealed class RedisMeters
{
    public const string Name = "ChatWeb.Redis";

    private readonly Counter<long> _commands;
    private readonly Counter<long> _messages;

    public RedisMeters(IMeterFactory meters)
    {
        var meter = meters.Create(Name);
        _commands = meter.CreateCounter<long>("chatweb.redis.commands", "{command}", "Commands sent to Redis.");
        _messages = meter.CreateCounter<long>("chatweb.redis.messages", "{message}", "Messages that came from other nodes.");
    }

    public void Asked(string command) => _commands.Add(1, new KeyValuePair<string, object?>("command", command));

    public void Heard() => _messages.Add(1);
}
