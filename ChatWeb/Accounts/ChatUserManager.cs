using ChatWeb.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ChatWeb.Accounts;

/// <summary>Identity's manager, for users who also have a name that others see.</summary>
public sealed class ChatUserManager(
    IUserStore<ChatUser> store,
    IOptions<IdentityOptions> options,
    IPasswordHasher<ChatUser> hasher,
    IEnumerable<IUserValidator<ChatUser>> userValidators,
    IEnumerable<IPasswordValidator<ChatUser>> passwordValidators,
    ILookupNormalizer normalizer,
    IdentityErrorDescriber errors,
    IServiceProvider services,
    ILogger<UserManager<ChatUser>> logger,
    ChatDbContext db,
    SessionService sessions,
    TimeProvider time)
    : UserManager<ChatUser>(store, options, hasher, userValidators, passwordValidators, normalizer, errors, services, logger)
{
    public override async Task<IdentityResult> CreateAsync(ChatUser user)
    {
        SetDefaults(user);
        try
        {
            return await base.CreateAsync(user);
        }
        catch (DbUpdateException exception) when (exception.IsUniqueViolation())
        {
            // Two people (or one double click) took the same address at once; the index let one through.
            db.Entry(user).State = EntityState.Detached;
            if (await db.Users.AnyAsync(u => u.Id == user.Id))
            {
                return IdentityResult.Success; // stored by a first try, whose answer was lost
            }

            return IdentityResult.Failed(ErrorDescriber.DuplicateEmail(user.Email!));
        }
    }

    /// <summary>All that <see cref="UserManager{TUser}.CreateAsync(TUser, string)"/> does except writing, for who writes in a transaction of their own.</summary>
    internal async Task<IdentityResult> PrepareAsync(ChatUser user, string password)
    {
        SetDefaults(user);
        user.SecurityStamp = SecurityStamps.New();
        var refusals = new List<IdentityError>();
        refusals.AddRange((await UpdatePasswordHash(user, password, validatePassword: true)).Errors);
        refusals.AddRange((await ValidateUserAsync(user)).Errors);
        user.LockoutEnabled = Options.Lockout.AllowedForNewUsers;
        await UpdateNormalizedUserNameAsync(user);
        await UpdateNormalizedEmailAsync(user);
        return refusals.Count == 0 ? IdentityResult.Success : IdentityResult.Failed([.. refusals]);
    }

    /// <summary>
    /// Locking somebody out on purpose ends their sessions too; the lock after failed sign-ins, which anybody can bring
    /// about, does not come by here.
    /// </summary>
    public override Task<IdentityResult> SetLockoutEndDateAsync(ChatUser user, DateTimeOffset? lockoutEnd)
    {
        if (lockoutEnd > time.GetUtcNow())
        {
            user.SecurityStamp = SecurityStamps.New();
        }

        return base.SetLockoutEndDateAsync(user, lockoutEnd);
    }

    /// <summary>As it is already is no change, and no reason to end sessions.</summary>
    public override async Task<IdentityResult> SetTwoFactorEnabledAsync(ChatUser user, bool enabled) =>
        await GetTwoFactorEnabledAsync(user) == enabled ? IdentityResult.Success : await base.SetTwoFactorEnabledAsync(user, enabled);

    /// <summary>
    /// A key guards nothing before the second factor is turned on; turning it on ends the sessions. A program can so
    /// fetch a key and send the first code in one session.
    /// </summary>
    public override async Task<IdentityResult> ResetAuthenticatorKeyAsync(ChatUser user)
    {
        if (await GetTwoFactorEnabledAsync(user) || Store is not IUserAuthenticatorKeyStore<ChatUser> keys)
        {
            return await base.ResetAuthenticatorKeyAsync(user);
        }

        await keys.SetAuthenticatorKeyAsync(user, GenerateNewAuthenticatorKey(), CancellationToken);
        return await UpdateUserAsync(user);
    }

    /// <summary>A new security stamp, whatever the reason, is written together with the line that ends the user's sessions.</summary>
    protected override async Task<IdentityResult> UpdateUserAsync(ChatUser user)
    {
        var stored = db.Entry(user);
        if (stored.State != EntityState.Detached && stored.Property(u => u.SecurityStamp).OriginalValue == user.SecurityStamp)
        {
            return await base.UpdateUserAsync(user);
        }

        var revocation = db.Revocations.Add(sessions.OfAll(user.Id));
        var result = await base.UpdateUserAsync(user);
        if (result.Succeeded)
        {
            sessions.Announce(user.Id, sessionId: null);
        }
        else
        {
            revocation.State = EntityState.Detached;
        }

        return result;
    }

    private void SetDefaults(ChatUser user)
    {
        if (user.DisplayName.Length == 0)
        {
            user.DisplayName = DisplayNames.Default(user.Email ?? user.UserName);
        }

        user.CreatedAt = time.GetUtcNow();
    }
}
