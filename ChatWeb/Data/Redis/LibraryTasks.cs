namespace ChatWeb.Data.Redis;

internal static class LibraryTasks
{
    /// <summary>
    /// Waits for a call of StackExchange.Redis, which itself waits for ever, and goes on elsewhere: it completes calls on
    /// the one thread that passes answers on, and while our code ran there, all others would wait.
    /// </summary>
    /// <exception cref="TimeoutException">There was no answer in time.</exception>
    public static async Task<T> WithinAsync<T>(this Task<T> call, TimeSpan patience, CancellationToken cancellationToken)
    {
        var answer = call.WaitAsync(patience, cancellationToken);
        await ((Task)answer).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        return answer.GetAwaiter().GetResult();
    }

    /// <inheritdoc cref="WithinAsync{T}"/>
    public static async Task WithinAsync(this Task call, TimeSpan patience, CancellationToken cancellationToken)
    {
        var answer = call.WaitAsync(patience, cancellationToken);
        await answer.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        answer.GetAwaiter().GetResult();
    }
}
