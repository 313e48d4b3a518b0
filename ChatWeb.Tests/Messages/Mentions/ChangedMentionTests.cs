using ChatWeb.Data;
using ChatWeb.Messages;
using ChatWeb.Messages.Mentions;
using ChatWeb.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ChatWeb.Tests.Messages.Mentions;

public sealed class ChangedMentionTests : IDisposable
{
    private readonly ProgramInside _program = new();

    public void Dispose() => _program.Dispose();

    [Fact]
    public async Task A_message_that_changes_names_whom_it_names_now_and_a_deleted_one_nobody()
    {
        using var owner = await ChatApi.RegisterAsync(_program.Address, "owner");
        using var first = await ChatApi.RegisterAsync(_program.Address, "first");
        using var second = await ChatApi.RegisterAsync(_program.Address, "second");
        var room = (await owner.CreateRoomAsync()).Id;
        await first.JoinAsync(room);
        await second.JoinAsync(room);
        var message = await owner.PostAsync(room, $"@{NameOf(first)}");
        Assert.Equal((1, 0), await CountsAsync());

        await ChangeAsync(message.Id, $"@{NameOf(second)}, not @{NameOf(owner)}", isDeleted: false);
        Assert.Equal((0, 1), await CountsAsync());
        await ChangeAsync(message.Id, $"@{NameOf(second)} and @{NameOf(first)}", isDeleted: false);
        Assert.Equal((1, 1), await CountsAsync());
        await ChangeAsync(message.Id, "", isDeleted: true);
        Assert.Equal((0, 0), await CountsAsync());

        async Task<(long First, long Second)> CountsAsync() => ((await first.RoomAsync(room)).MentionCount, (await second.RoomAsync(room)).MentionCount);
    }

    /// <summary>As whoever changes a message does it.</summary>
    private async Task ChangeAsync(long id, string body, bool isDeleted)
    {
        await using var scope = _program.Services.CreateAsyncScope();
        var rows = scope.ServiceProvider.GetServices<IMessageRows>().OfType<MentionRows>().Single();
        await _program.Services.GetRequiredService<IChatWriter>().RunAsync(
            async (tx, ct) =>
            {
                var message = await tx.Messages.SingleAsync(m => m.Id == id, ct);
                message.Body = body;
                await (isDeleted ? rows.RemoveAsync(tx, message, ct) : rows.ChangeAsync(tx, message, ct));
                return await tx.SaveChangesAsync(ct);
            },
            CancellationToken.None);
    }

    private static string NameOf(ChatApi person) => person.Email.Split('@')[0];
}
