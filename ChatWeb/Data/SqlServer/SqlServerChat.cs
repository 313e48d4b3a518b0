using ChatWeb.Data.Search;
using ChatWeb.Data.SqlServer.Search;
using Microsoft.EntityFrameworkCore;

namespace ChatWeb.Data.SqlServer;

internal static class SqlServerChat
{
    /// <summary>After 0, 1, 3, 5 and 5 s: a failover is often over by then, and a person waits no longer for an answer.</summary>
    public const int MaxRetries = 5;

    public static readonly TimeSpan MaxRetryDelay = TimeSpan.FromSeconds(5);

    public static void AddSqlServerChat(this IServiceCollection services, string connectionString)
    {
        services.AddSingleton<IChatWriter, SqlServerWriter>();
        services.AddDbContextFactory<SqlServerChatDbContext>(options => Configure(options, connectionString));
        services.AddSingleton<IDbContextFactory<ChatDbContext>, Factory>();
        services.AddSingleton<IMessageIndex, SqlServerMessageIndex>();
        services.AddScoped<ChatDbContext>(provider => provider.GetRequiredService<SqlServerChatDbContext>());
    }

    public static void Configure(DbContextOptionsBuilder options, string connectionString) =>
        options.UseSqlServer(connectionString, sqlServer => sqlServer.EnableRetryOnFailure(MaxRetries, MaxRetryDelay, errorNumbersToAdd: null));

    /// <summary>The rest of the program asks for the base type.</summary>
    private sealed class Factory(IDbContextFactory<SqlServerChatDbContext> contexts) : IDbContextFactory<ChatDbContext>
    {
        public ChatDbContext CreateDbContext() => contexts.CreateDbContext();
    }
}
