using Microsoft.EntityFrameworkCore;

namespace ChatWeb.Data;

/// <summary>What every page needs to know of the <see cref="Installation"/>, kept in memory.</summary>
public sealed class InstallationState(IDbContextFactory<ChatDbContext> contexts)
{
    private volatile Installation _current = new();

    public bool IsSetUp => _current.SetUpAt is not null;

    public string Name => _current.Name;

    public Guid DatabaseId => _current.DatabaseId;

    /// <summary>Reads the row again: at start, after set-up, and while another node may have set the server up.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        _current = await db.Installations.AsNoTracking().SingleAsync(i => i.Id == Installation.TheId, cancellationToken);
    }
}
