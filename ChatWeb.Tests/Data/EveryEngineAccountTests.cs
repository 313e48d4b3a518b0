using System.Net;
using ChatWeb.Accounts;
using ChatWeb.Data;
using ChatWeb.Http;
using ChatWeb.Moderation;
using ChatWeb.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ChatWeb.Tests.Data;

/// <inheritdoc cref="EveryEngineTests"/>
public sealed class EveryEngineAccountTests(EngineFixture engines) : IClassFixture<EngineFixture>
{
    public static TheoryData<string> Engines => EngineFixture.Engines;

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Of_two_who_ban_each_other_at_once_one_succeeds(string engine)
    {
        for (var round = 0; round < 5; round++)
        {
            var (one, other) = (await AdministratorAsync(engine), await AdministratorAsync(engine));

            var banned = await Task.WhenAll(BanAsync(one, other), BanAsync(other, one));

            Assert.Single(banned, isBanned => isBanned);
        }

        async Task<bool> BanAsync(Guid by, Guid whom)
        {
            await using var scope = engines.On(engine).Services.CreateAsyncScope();
            try
            {
                await scope.ServiceProvider.GetRequiredService<BanService>().BanAsync(by, whom, "Noise", CancellationToken.None);
                return true;
            }
            catch (ProblemException refused) when (refused.Status == (int)HttpStatusCode.Forbidden)
            {
                return false;
            }
        }
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task An_address_taken_by_many_at_once_is_one_account(string engine)
    {
        var email = $"{Guid.NewGuid():N}@example.org";
        var made = await Task.WhenAll(Enumerable.Range(0, 6).Select(async _ =>
        {
            await using var scope = engines.On(engine).Services.CreateAsyncScope();
            return (await scope.ServiceProvider.GetRequiredService<ChatUserManager>().CreateAsync(new ChatUser { UserName = email, Email = email }, ChatApi.Password)).Succeeded;
        }));

        Assert.Single(made, isMade => isMade);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_session_that_ended_holds_no_more_and_is_in_the_log(string engine)
    {
        var program = engines.On(engine);
        using var person = await ChatApi.RegisterAsync(program.Address);
        await using var scope = program.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ChatDbContext>();
        var user = await db.Users.Where(u => u.Email == person.Email).Select(u => u.Id).SingleAsync();

        await scope.ServiceProvider.GetRequiredService<SessionService>().EndAllAsync(user, CancellationToken.None);

        using var answer = await person.Http.GetAsync("/api/chat/rooms");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal(1, await db.Revocations.CountAsync(r => r.UserId == user));
        Assert.Contains(user, await new RevocationLog(program.Services.GetRequiredService<IDbContextFactory<ChatDbContext>>(), TimeProvider.System).ReadNewAsync(CancellationToken.None));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task The_keys_of_cookies_are_rows_and_the_same_one_comes_once(string engine)
    {
        await using var scope = engines.On(engine).Services.CreateAsyncScope();
        var keys = ActivatorUtilities.CreateInstance<DataProtectionKeyRepository>(scope.ServiceProvider);
        var before = keys.GetAllElements().Count;

        keys.StoreElement(new("key", "한글"), "key-1");
        keys.StoreElement(new("key", "한글"), "key-1");

        Assert.Equal(before + 1, keys.GetAllElements().Count);
        Assert.Contains(keys.GetAllElements(), key => key.Value == "한글");
        Assert.Equal(1, await scope.ServiceProvider.GetRequiredService<ChatDbContext>().DataProtectionKeys.CountAsync(k => k.Name == "key-1"));
    }

    private async Task<Guid> AdministratorAsync(string engine)
    {
        await using var scope = engines.On(engine).Services.CreateAsyncScope();
        var email = $"{Guid.NewGuid():N}@example.org";
        var administrator = new ChatUser { UserName = email, Email = email, Role = UserRole.Administrator };
        Assert.True((await scope.ServiceProvider.GetRequiredService<ChatUserManager>().CreateAsync(administrator, ChatApi.Password)).Succeeded);
        return administrator.Id;
    }
}
