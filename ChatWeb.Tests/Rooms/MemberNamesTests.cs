using ChatWeb.Data;
using ChatWeb.Rooms;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace ChatWeb.Tests.Rooms;

public sealed class MemberNamesTests
{
    [Fact]
    public async Task Members_are_found_among_crowds_of_others_and_no_more_than_are_wanted()
    {
        await using var connection = new SqliteConnection("Data Source=:memory:");
        await connection.OpenAsync(CancellationToken.None);
        await using var db = new ChatDbContext(new DbContextOptionsBuilder<ChatDbContext>().UseSqlite(connection).Options);
        await db.Database.ExecuteSqlRawAsync("CREATE TABLE RoomMembers (RoomId INTEGER NOT NULL, UserId TEXT NOT NULL)", CancellationToken.None);
        var members = Enumerable.Range(0, 3).Select(_ => Guid.NewGuid()).ToList();
        foreach (var member in members)
        {
            await db.Database.ExecuteSqlAsync($"INSERT INTO RoomMembers VALUES (1, {member})", CancellationToken.None);
        }

        List<Guid> listening = [.. Enumerable.Range(0, 1_200).Select(_ => Guid.NewGuid()), .. members];

        Assert.Equal(members.Order(), (await MemberNames.AmongAsync(db, 1, listening, most: 500, CancellationToken.None)).Order());
        Assert.Equal(2, (await MemberNames.AmongAsync(db, 1, listening, most: 2, CancellationToken.None)).Count);
        Assert.Empty(await MemberNames.AmongAsync(db, 2, listening, most: 500, CancellationToken.None));
        Assert.Empty(await MemberNames.AmongAsync(db, 1, [], most: 500, CancellationToken.None));
    }
}
