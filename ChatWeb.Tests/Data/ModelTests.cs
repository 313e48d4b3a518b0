using ChatWeb.Accounts;
using ChatWeb.Data;
using ChatWeb.Rooms;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace ChatWeb.Tests.Data;

public sealed class ModelTests
{
    [Fact]
    public void The_sqlite_migrations_make_the_model()
    {
        using var db = new SqliteDesignTimeFactory().CreateDbContext([]);

        Assert.NotEmpty(db.Database.GetMigrations());
        Assert.False(db.Database.HasPendingModelChanges(), "The model has changed: add a migration for SQLite.");
    }

    [Fact]
    public void The_sql_server_migrations_make_the_model()
    {
        using var db = new SqlServerDesignTimeFactory().CreateDbContext([]);

        Assert.NotEmpty(db.Database.GetMigrations());
        Assert.False(db.Database.HasPendingModelChanges(), "The model has changed: add a migration for SQL Server.");
    }

    [Fact]
    public void A_delete_reaches_a_table_on_one_path_only_as_sql_server_demands()
    {
        using var db = new SqlServerDesignTimeFactory().CreateDbContext([]);

        foreach (var root in db.Model.GetEntityTypes())
        {
            var paths = new Dictionary<IEntityType, int>();
            Follow(root, paths);
            Assert.All(paths, path => Assert.True(path.Value == 1, $"Deleting from {root.DisplayName()} reaches {path.Key.DisplayName()} on {path.Value} paths."));
        }

        static void Follow(IEntityType from, Dictionary<IEntityType, int> paths)
        {
            foreach (var key in from.GetReferencingForeignKeys().Where(key => key.DeleteBehavior is DeleteBehavior.Cascade or DeleteBehavior.SetNull))
            {
                paths[key.DeclaringEntityType] = paths.GetValueOrDefault(key.DeclaringEntityType) + 1;
                Assert.NotEqual(from, key.DeclaringEntityType);
                Follow(key.DeclaringEntityType, paths);
            }
        }
    }

    [Fact]
    public void A_body_of_four_thousand_code_points_fits_on_sql_server()
    {
        using var db = new SqlServerDesignTimeFactory().CreateDbContext([]);

        var body = db.Model.FindEntityType(typeof(ChatWeb.Messages.Message))!.FindProperty("Body")!;

        Assert.Equal("nvarchar(max)", body.GetColumnType());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_queries_of_every_page_translate_on_both_engines(bool sqlite)
    {
        using ChatDbContext db = sqlite ? new SqliteDesignTimeFactory().CreateDbContext([]) : new SqlServerDesignTimeFactory().CreateDbContext([]);
        var user = Guid.NewGuid();
        IReadOnlyCollection<long> ids = [1, 2];

        string[] queries =
        [
            db.Rooms.VisibleTo(user, db).ViewFor(user, db).ToQueryString(),
            db.Rooms.Where(r => ids.Contains(r.Id)).Select(r => new { r.Id, r.LastSeq }).ToQueryString(),
            db.RoomMembers.Join(db.Names(), m => m.UserId, u => u.Id, (m, u) => new { u.Id, u.Name, m.Role }).OrderByDescending(m => m.Role).Take(200).ToQueryString(),
            db.Messages.Where(m => m.RoomId == 1 && m.Number < 10).OrderByDescending(m => m.Number).Take(50).Join(db.Names(), m => m.SenderId, u => u.Id, (m, u) => new { m, u.Name }).ToQueryString(),
            db.RoomEvents.Where(e => e.RoomId == 1 && e.Seq > 5).OrderBy(e => e.Seq).Take(200).ToQueryString(),
        ];

        Assert.All(queries, query => Assert.Contains("SELECT", query, StringComparison.Ordinal));
    }
}
