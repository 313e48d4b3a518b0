namespace ChatWeb.Streaming.Redis;

/// <summary>Has the bus's subscription checked, and what was missed without one read from the database at once.</summary>
internal sealed class BusSweep(BusSubscription subscription, HeadsSweep heads) : ISweepTask
{
    public async Task SweepAsync(SweepMoment now, CancellationToken cancellationToken)
    {
        if (await subscription.CheckAsync(cancellationToken))
        {
            await heads.LookAsync(cancellationToken);
        }
    }
}
