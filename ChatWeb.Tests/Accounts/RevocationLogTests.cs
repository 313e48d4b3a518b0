using ChatWeb.Accounts;
using ChatWeb.Data;
using ChatWeb.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ChatWeb.Tests.Accounts;

public sealed class RevocationLogTests : IDisposable
{
    private readonly ProgramInside _program = new();
    private readonly SetClock _clock = new();
    private readonly RevocationLog _log;

    public RevocationLogTests() => _log = new RevocationLog(_program.Services.GetRequiredService<IDbContextFactory<ChatDbContext>>(), _clock);

    public void Dispose() => _program.Dispose();

    [Fact]
    public async Task Every_line_is_told_once()
    {
        var (first, second) = (Guid.NewGuid(), Guid.NewGuid());
        await AddAsync(10, first);
        Assert.Equal([first], await _log.ReadNewAsync(CancellationToken.None));
        Assert.Empty(await _log.ReadNewAsync(CancellationToken.None));

        await AddAsync(11, second);
        await AddAsync(12, second);
        Assert.Equal([second], await _log.ReadNewAsync(CancellationToken.None));
        await AddAsync(13, first);
        Assert.Equal([first], await _log.ReadNewAsync(CancellationToken.None));

        for (var minute = 0; minute < 3; minute++)
        {
            _clock.Now += TimeSpan.FromMinutes(1);
            Assert.Empty(await _log.ReadNewAsync(CancellationToken.None));
        }
    }

    [Fact]
    public async Task A_line_that_is_committed_after_a_later_one_is_not_missed()
    {
        var (early, late, next) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        await AddAsync(21, late);
        Assert.Equal([late], await _log.ReadNewAsync(CancellationToken.None));
        _clock.Now += TimeSpan.FromSeconds(29);
        await AddAsync(20, early);
        Assert.Equal([early], await _log.ReadNewAsync(CancellationToken.None));
        _clock.Now += TimeSpan.FromMinutes(5);
        Assert.Empty(await _log.ReadNewAsync(CancellationToken.None));
        await AddAsync(22, next);
        Assert.Equal([next], await _log.ReadNewAsync(CancellationToken.None));
    }

    private async Task AddAsync(long id, Guid userId)
    {
        await using var db = await _program.Services.GetRequiredService<IDbContextFactory<ChatDbContext>>().CreateDbContextAsync();
        db.Revocations.Add(new Revocation { Id = id, UserId = userId, At = DateTimeOffset.UtcNow });
        await db.SaveChangesAsync();
    }
}
