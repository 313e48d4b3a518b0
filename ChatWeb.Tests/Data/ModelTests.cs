using ChatWeb.Data;
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

    /// <summary>SQL Server keeps 900 bytes of a clustered key and 1,700 of another, and refuses longer values only when they come.</summary>
    [Fact]
    public void Every_key_fits_on_sql_server()
    {
        using var db = new SqlServerDesignTimeFactory().CreateDbContext([]);
        var types = db.Model.GetEntityTypes().ToList();

        Assert.All(types.SelectMany(type => type.GetKeys()), key => Assert.InRange(Bytes(key.Properties), 1, 900));
        Assert.All(types.SelectMany(type => type.GetIndexes()), index => Assert.InRange(Bytes(index.Properties), 1, 1_700));

        static int Bytes(IEnumerable<IProperty> properties) => properties.Sum(property => property.GetColumnType() switch
        {
            "int" => 4,
            "bigint" => 8,
            "datetimeoffset" => 10,
            "uniqueidentifier" => 16,
            var text when text.StartsWith("varchar", StringComparison.Ordinal) => property.GetMaxLength() ?? int.MaxValue / 8,
            var text when text.StartsWith("nvarchar", StringComparison.Ordinal) => 2 * (property.GetMaxLength() ?? int.MaxValue / 8),
            var other => throw new InvalidOperationException($"A key of {other}"),
        });
    }

    [Fact]
    public void On_sql_server_an_instant_is_a_datetimeoffset_and_nothing_is_json()
    {
        using var db = new SqlServerDesignTimeFactory().CreateDbContext([]);
        var properties = db.Model.GetEntityTypes().SelectMany(type => type.GetProperties()).ToList();

        Assert.All(
            properties.Where(property => property.ClrType == typeof(DateTimeOffset) || property.ClrType == typeof(DateTimeOffset?)),
            property => Assert.Equal("datetimeoffset", property.GetColumnType()));
        Assert.DoesNotContain(properties, property => property.ClrType == typeof(DateTime) || property.ClrType == typeof(DateTime?));
        Assert.DoesNotContain(properties, property => property.GetColumnType() == "json" || property.DeclaringType.IsMappedToJson());
        Assert.All(properties, property => Assert.Matches(@"^(int|bigint|bit|uniqueidentifier|datetimeoffset|n?varchar\((\d+|max)\))$", property.GetColumnType()));
    }
}
