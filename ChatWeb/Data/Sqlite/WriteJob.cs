using System.Globalization;

namespace ChatWeb.Data.Sqlite;

/// <summary>A caller's work on its way through the gate. Exactly one of beginning and cancelling wins.</summary>
internal abstract class WriteJob
{
    private const int Waiting = 0;
    private const int Begun = 1;
    private const int Cancelled = 2;

    private int _state;

    public abstract bool IsExclusive { get; }

    public bool TryBegin() => Interlocked.CompareExchange(ref _state, Begun, Waiting) == Waiting;

    public void TryCancel(CancellationToken cancellationToken)
    {
        if (Interlocked.CompareExchange(ref _state, Cancelled, Waiting) == Waiting)
        {
            OnCancelled(cancellationToken);
        }
    }

    public abstract Task RunSharedAsync(ChatDbContext db);

    public abstract Task RunExclusiveAsync();

    /// <summary>Remembers the failure; the first one counts.</summary>
    public abstract void Fail(Exception exception);

    /// <summary>Tells the caller, after the commit.</summary>
    public abstract void Finish();

    protected abstract void OnCancelled(CancellationToken cancellationToken);
}

internal sealed class WriteJob<T>(
    Func<ChatDbContext, CancellationToken, Task<T>>? shared,
    Func<CancellationToken, Task<T>>? exclusive) : WriteJob
{
    // Callers go on elsewhere: the loop must not run their continuations.
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The caller's language: a refusal from inside the gate is a sentence for them.</summary>
    private readonly (CultureInfo Formats, CultureInfo Texts) _culture = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);

    private T _result = default!;
    private Exception? _failure;

    public Task<T> Task => _completion.Task;

    public override bool IsExclusive => exclusive is not null;

    public override async Task RunSharedAsync(ChatDbContext db)
    {
        (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = _culture;
        _result = await shared!(db, CancellationToken.None);
    }

    public override async Task RunExclusiveAsync()
    {
        try
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = _culture;
            _result = await exclusive!(CancellationToken.None);
        }
        catch (Exception exception)
        {
            Fail(exception);
        }

        Finish();
    }

    public override void Fail(Exception exception) => _failure ??= exception;

    public override void Finish()
    {
        if (_failure is null)
        {
            _completion.TrySetResult(_result);
        }
        else
        {
            _completion.TrySetException(_failure);
        }
    }

    protected override void OnCancelled(CancellationToken cancellationToken) => _completion.TrySetCanceled(cancellationToken);
}
