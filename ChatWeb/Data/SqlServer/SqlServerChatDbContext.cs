using ChatWeb.Accounts;
using ChatWeb.Messages.Reactions;
using Microsoft.EntityFrameworkCore;

namespace ChatWeb.Data.SqlServer;

/// <summary>The same model on SQL Server, a type of its own because EF keeps migrations by type.</summary>
public sealed class SqlServerChatDbContext(DbContextOptions<SqlServerChatDbContext> options, IChatWriter? writer = null)
    : ChatDbContext(options, writer)
{
    /// <summary>Compares by code points: to the usual collations most emoji are one and the same, in names too.</summary>
    private const string ByCodePoint = "Latin1_General_100_BIN2";

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.Entity<Reaction>().Property(r => r.Emoji).UseCollation(ByCodePoint);
        builder.Entity<ChatUser>().Property(u => u.NameKey).UseCollation(ByCodePoint);
    }
}
