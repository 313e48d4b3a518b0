using ChatWeb.Accounts;
using ChatWeb.Messages;
using ChatWeb.Messages.Attachments;
using ChatWeb.Messages.Changes;
using ChatWeb.Messages.Drafts;
using ChatWeb.Messages.Mentions;
using ChatWeb.Messages.Reactions;
using ChatWeb.Moderation;
using ChatWeb.Rooms;
using ChatWeb.Streaming;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace ChatWeb.Data;

/// <summary>The database. This type is the SQLite engine's; SQL Server's derives from it for migrations of its own.</summary>
public class ChatDbContext : IdentityUserContext<ChatUser, Guid>
{
    /// <summary>Two of them and a user's id in one key: SQL Server's clustered keys have 900 bytes, and Identity's default takes 1,800.</summary>
    private const int IdentityKeyLength = 128;

    private readonly IChatWriter? _writer;

    public ChatDbContext(DbContextOptions<ChatDbContext> options, IChatWriter? writer = null)
        : base(options) => _writer = writer;

    protected ChatDbContext(DbContextOptions options, IChatWriter? writer)
        : base(options) => _writer = writer;

    public DbSet<Installation> Installations => Set<Installation>();

    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    public DbSet<Lease> Leases => Set<Lease>();

    public DbSet<SignInSession> SignInSessions => Set<SignInSession>();

    public DbSet<Revocation> Revocations => Set<Revocation>();

    public DbSet<Room> Rooms => Set<Room>();

    public DbSet<RoomMember> RoomMembers => Set<RoomMember>();

    public DbSet<Message> Messages => Set<Message>();

    public DbSet<MessageVersion> MessageVersions => Set<MessageVersion>();

    public DbSet<Reaction> Reactions => Set<Reaction>();

    public DbSet<Mention> Mentions => Set<Mention>();

    public DbSet<Attachment> Attachments => Set<Attachment>();

    public DbSet<Draft> Drafts => Set<Draft>();

    public DbSet<RoomEvent> RoomEvents => Set<RoomEvent>();

    public DbSet<Sanction> Sanctions => Set<Sanction>();

    /// <summary>
    /// Saves; outside a transaction it first waits for its turn at the writer's gate. Inside one the gate is already held.
    /// </summary>
    public override Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default) =>
        _writer is null || Database.CurrentTransaction is not null
            ? base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken)
            : _writer.ExclusiveAsync(ct => base.SaveChangesAsync(acceptAllChangesOnSuccess, ct), cancellationToken);

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(ChatDbContext).Assembly);
        builder.Entity<ChatUser>(user =>
        {
            user.ToTable("Users");
            user.Property(u => u.DisplayName).HasMaxLength(2 * DisplayNames.MaxLength);
            user.Property(u => u.NameKey).HasMaxLength(NameKeys.MaxLength);
            user.HasIndex(u => u.NameKey);
            user.Property(u => u.Language).HasMaxLength(8);
        });
        builder.Entity<IdentityUserClaim<Guid>>().ToTable("UserClaims");
        builder.Entity<IdentityUserLogin<Guid>>(login =>
        {
            login.ToTable("UserLogins");
            login.Property(l => l.LoginProvider).HasMaxLength(IdentityKeyLength);
            login.Property(l => l.ProviderKey).HasMaxLength(IdentityKeyLength);
        });
        builder.Entity<IdentityUserToken<Guid>>(token =>
        {
            token.ToTable("UserTokens");
            token.Property(t => t.LoginProvider).HasMaxLength(IdentityKeyLength);
            token.Property(t => t.Name).HasMaxLength(IdentityKeyLength);
        });
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder conventions)
    {
        base.ConfigureConventions(conventions);
        StoredTimes.Configure(conventions, Database);
    }
}
