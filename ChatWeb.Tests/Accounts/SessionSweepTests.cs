using ChatWeb.Accounts;
using ChatWeb.Data;
using ChatWeb.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ChatWeb.Tests.Accounts;

public sealed class SessionSweepTests
{
    [Fact]
    public async Task What_has_run_out_is_cleared_away_and_nothing_else()
    {
        using var program = new ProgramInside();
        using var api = await ChatApi.AdminAsync(program.Address);
        await using var scope = program.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ChatDbContext>();
        var now = DateTimeOffset.UtcNow;
        var admin = await db.Users.SingleAsync();
        db.SignInSessions.Add(new SignInSession { UserId = admin.Id, Stamp = admin.SecurityStamp!, ExpiresAt = now.AddMinutes(-1) });
        db.Revocations.AddRange(Enumerable.Range(0, 700).Select(_ => new Revocation { UserId = admin.Id, At = now.AddDays(-2) }));
        await db.SaveChangesAsync();
        db.Revocations.Add(new Revocation { UserId = admin.Id, At = now.AddHours(-23) });
        await db.SaveChangesAsync();
        var sweep = program.Services.GetRequiredService<SessionSweep>();

        Assert.Equal(500, await sweep.ClearAsync(CancellationToken.None)); // there may be more
        Assert.Equal(200, await sweep.ClearAsync(CancellationToken.None));
        Assert.Equal(0, await sweep.ClearAsync(CancellationToken.None));

        Assert.Equal((1, 1), (await db.SignInSessions.CountAsync(), await db.Revocations.CountAsync()));
        Assert.NotEmpty(await api.RoomsAsync());
    }
}
