using System.Globalization;
using ChatWeb.Data;

namespace ChatWeb.Commands.Doctor;

/// <summary>
/// This machine's clock against the clocks that all nodes share. Sessions, sanctions and invitations run out by the
/// node's own clock, so nodes that differ answer differently.
/// </summary>
internal sealed class ClockCheck(DatabaseProbe database, RedisWire? redis, TimeProvider time) : ICheck
{
    /// <summary>Well above what NTP leaves, well below what anybody would notice.</summary>
    private static readonly TimeSpan Bearable = TimeSpan.FromSeconds(2);

    public string Name => "clock";

    public async Task<Finding> RunAsync(CancellationToken cancellationToken)
    {
        var compared = new List<string>();
        foreach (var (name, read) in Clocks())
        {
            var before = time.GetUtcNow();
            DateTimeOffset? there;
            try
            {
                there = await read(cancellationToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                continue; // that it does not answer is another line
            }

            if (there is { } now)
            {
                // The answer is as old as its way back: half of the whole, more or less.
                var here = before + ((time.GetUtcNow() - before) / 2);
                if ((now - here).Duration() > Bearable)
                {
                    return Finding.Warning(string.Create(
                        CultureInfo.InvariantCulture,
                        $"This machine's clock is {Math.Abs((now - here).TotalSeconds):0.0} s {(now > here ? "behind" : "ahead of")} that of {name}. Synchronise both: timedatectl set-ntp true."));
                }

                compared.Add(name);
            }
        }

        return Finding.Ok(compared.Count == 0
            ? "Nothing to compare with: the database is a file of this machine."
            : $"This machine's clock and that of {string.Join(" and ", compared)} agree.");
    }

    private IEnumerable<(string Name, Func<CancellationToken, Task<DateTimeOffset?>> Read)> Clocks()
    {
        yield return ("the database", database.ClockAsync);
        if (redis is not null)
        {
            yield return ("Redis", async ct => Parse((await redis.AskAsync(ct, ["TIME"]))[0]));
        }
    }

    /// <summary>Seconds, a line break, microseconds.</summary>
    private static DateTimeOffset? Parse(string answer)
    {
        var parts = answer.Split('\n');
        return DateTimeOffset.FromUnixTimeSeconds(long.Parse(parts[0], CultureInfo.InvariantCulture))
            .AddMicroseconds(long.Parse(parts[1], CultureInfo.InvariantCulture));
    }
}
