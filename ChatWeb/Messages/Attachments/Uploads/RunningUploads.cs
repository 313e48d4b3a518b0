using System.Runtime.InteropServices;

namespace ChatWeb.Messages.Attachments;

/// <summary>
/// How many uploads of one person run at once. What a person may keep is checked when a file is whole, so this bounds
/// what of it can be on the disk before that.
/// </summary>
public sealed class RunningUploads
{
    /// <summary>Two tabs that upload two files each.</summary>
    public const int MaxPerUser = 4;

    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, int> _running = [];

    /// <summary>Counts one, until it is disposed; null when the person has as many as one may.</summary>
    public IDisposable? TryBegin(Guid userId)
    {
        lock (_gate)
        {
            ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(_running, userId, out _);
            if (count >= MaxPerUser)
            {
                return null;
            }

            count++;
            return new Running(this, userId);
        }
    }

    private void End(Guid userId)
    {
        lock (_gate)
        {
            if (--CollectionsMarshal.GetValueRefOrNullRef(_running, userId) == 0)
            {
                _running.Remove(userId);
            }
        }
    }

    private sealed class Running(RunningUploads uploads, Guid userId) : IDisposable
    {
        public void Dispose() => uploads.End(userId);
    }
}
