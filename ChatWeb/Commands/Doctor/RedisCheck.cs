using System.Net.Sockets;
using ChatWeb.Data.Redis;

namespace ChatWeb.Commands.Doctor;

/// <summary>Whether Redis answers, and lets this user do what the broadcast queue and the bus do.</summary>
internal sealed class RedisCheck(RedisWire? redis) : ICheck
{
    private const string Key = RedisSetup.Instance + "doctor";

    public string Name => "redis";

    public async Task<Finding> RunAsync(CancellationToken cancellationToken)
    {
        if (redis is null)
        {
            return Finding.Ok("Not configured. One node needs none; with several, set ConnectionStrings:Redis, or changes reach the others some seconds late.");
        }

        var value = Guid.NewGuid().ToString("N");
        try
        {
            await redis.AskAsync(cancellationToken, ["PING"]);
            var answers = await redis.AskAsync(
                cancellationToken, ["SET", $"{Key}:{value}", value, "EX", "10"], ["GET", $"{Key}:{value}"], ["PUBLISH", Key, value], ["DEL", $"{Key}:{value}"]);
            return answers[1] == value
                ? Finding.Ok($"Redis at {redis.Server} answers, keeps entries and passes messages on.")
                : Finding.Failed($"Redis at {redis.Server} forgot an entry at once. Is it a replica, or out of memory (maxmemory)?");
        }
        catch (InvalidOperationException refusal)
        {
            return Finding.Failed($"Redis at {redis.Server} refused: {refusal.Message}. Check password=… in ConnectionStrings:Redis, and what that user may do (GET, SET, PUBLISH on chatweb:*).");
        }
        catch (Exception exception) when (exception is SocketException or IOException or System.Security.Authentication.AuthenticationException)
        {
            return Finding.Failed($"Redis at {redis.Server} can't be reached ({exception.Message}). Check ConnectionStrings:Redis, that it runs, and ssl=true where it wants TLS.");
        }
    }
}
