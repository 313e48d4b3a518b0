using ChatWeb.Data.Search;
using ChatWeb.Data.Sqlite.Search;
using Microsoft.EntityFrameworkCore;

namespace ChatWeb.Data.Sqlite;

internal static class SqliteChat
{
    public static void AddSqliteChat(this IServiceCollection services, string connectionString)
    {
        services.AddSingleton<SqliteWriteGate>();
        services.AddSingleton<IChatWriter>(provider => provider.GetRequiredService<SqliteWriteGate>());
        services.AddDbContextFactory<ChatDbContext>(options => Configure(options, connectionString));
        services.AddSingleton<IMessageIndex, SqliteMessageIndex>();
        services.AddClusterTask<SqliteIndexing>();
    }

    public static void Configure(DbContextOptionsBuilder options, string connectionString) =>
        options
            .UseSqlite(connectionString, sqlite => sqlite.MigrationsAssembly(typeof(ChatDbContext).Assembly))
            .AddInterceptors(new SqlitePragmas());
}
