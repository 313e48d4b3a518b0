using ChatWeb.Data.Sqlite;
using ChatWeb.Data.SqlServer;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace ChatWeb.Data;

/// <summary>How <c>dotnet ef</c> and the model tests make a context without a database.</summary>
public sealed class SqliteDesignTimeFactory : IDesignTimeDbContextFactory<ChatDbContext>
{
    public ChatDbContext CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<ChatDbContext>();
        SqliteChat.Configure(options, "Data Source=design-time.db");
        return new ChatDbContext(options.Options);
    }
}

/// <inheritdoc cref="SqliteDesignTimeFactory"/>
public sealed class SqlServerDesignTimeFactory : IDesignTimeDbContextFactory<SqlServerChatDbContext>
{
    public SqlServerChatDbContext CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<SqlServerChatDbContext>();
        SqlServerChat.Configure(options, "Server=design-time;Database=ChatWeb");
        return new SqlServerChatDbContext(options.Options);
    }
}
