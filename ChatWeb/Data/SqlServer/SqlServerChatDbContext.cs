using Microsoft.EntityFrameworkCore;

namespace ChatWeb.Data.SqlServer;

/// <summary>The same model on SQL Server, a type of its own because EF keeps migrations by type.</summary>
public sealed class SqlServerChatDbContext(DbContextOptions<SqlServerChatDbContext> options, IChatWriter? writer = null)
    : ChatDbContext(options, writer);
