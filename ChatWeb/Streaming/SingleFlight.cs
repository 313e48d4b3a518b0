namespace ChatWeb.Streaming;

/// <summary>
/// Work that many want at the same time, done once for them: who asks while it is under way gets the next, which begins
/// after they asked, and so does everybody else who asks until then. Nobody gets what was true only before.
/// </summary>
internal sealed class SingleFlight<TKey, TResult>
    where TKey : notnull
{
    private readonly Lock _gate = new();

    /// <summary>What is under way, each with what is to follow it; empty while nobody wants anything.</summary>
    private readonly Dictionary<TKey, Waiting?> _flights = [];

    /// <summary>The work's result, or what it threw, for each who asks.</summary>
    /// <param name="key">What makes two askings the same.</param>
    /// <param name="work">Of those who share it only one's is called; it may not depend on who asks.</param>
    public Task<TResult> RunAsync(TKey key, Func<Task<TResult>> work)
    {
        lock (_gate)
        {
            if (_flights.TryGetValue(key, out var waiting))
            {
                _flights[key] = waiting ??= new Waiting(work);
                return waiting.Result.Task;
            }

            _flights[key] = null;
        }

        var first = new Waiting(work);
        _ = FlyAsync(key, first);
        return first.Result.Task;
    }

    private async Task FlyAsync(TKey key, Waiting first)
    {
        for (Waiting? next = first; next is not null; next = TakeNext(key))
        {
            try
            {
                next.Result.SetResult(await next.Work());
            }
            catch (Exception exception)
            {
                next.Result.SetException(exception);
            }
        }
    }

    private Waiting? TakeNext(TKey key)
    {
        lock (_gate)
        {
            var next = _flights[key];
            if (next is null)
            {
                _flights.Remove(key);
            }
            else
            {
                _flights[key] = null;
            }

            return next;
        }
    }

    private sealed class Waiting(Func<Task<TResult>> work)
    {
        public Func<Task<TResult>> Work => work;

        public TaskCompletionSource<TResult> Result { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
