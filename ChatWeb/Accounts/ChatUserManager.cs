using System.Security.Cryptography;
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
            return IdentityResult.Failed(ErrorDescriber.DuplicateEmail(user.Email!));
        }
    }

    /// <summary>All that <see cref="UserManager{TUser}.CreateAsync(TUser, string)"/> does except writing, for who writes in a transaction of their own.</summary>
    internal async Task<IdentityResult> PrepareAsync(ChatUser user, string password)
    {
        SetDefaults(user);
        user.SecurityStamp = Convert.ToHexString(RandomNumberGenerator.GetBytes(20));
        var refusals = new List<IdentityError>();
        refusals.AddRange((await UpdatePasswordHash(user, password, validatePassword: true)).Errors);
        refusals.AddRange((await ValidateUserAsync(user)).Errors);
        user.LockoutEnabled = Options.Lockout.AllowedForNewUsers;
        await UpdateNormalizedUserNameAsync(user);
        await UpdateNormalizedEmailAsync(user);
        return refusals.Count == 0 ? IdentityResult.Success : IdentityResult.Failed([.. refusals]);
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
