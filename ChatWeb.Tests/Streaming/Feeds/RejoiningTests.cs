using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Streaming.Feeds;

/// <summary>Private rooms are joined by invitation, so the program runs in this process.</summary>
public sealed class RejoiningTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_leaves_a_private_room_hears_it_again_from_their_next_joining_on(bool named)
    {
        using var program = new ProgramInside();
        using var owner = await ChatApi.AdminAsync(program.Address);
        using var guest = await ChatApi.RegisterAsync(program.Address);
        var hidden = await owner.CreateRoomAsync(kind: "private");
        var open = await owner.CreateRoomAsync();
        await guest.JoinAsync(open.Id);
        await program.InviteAsync(owner, guest, hidden.Id);
        await using var events = guest.Events(named ? $"?rooms={open.Id},{hidden.Id}" : "");
        await using var others = owner.Events();
        await events.NextAsync("connection_ack");
        await others.NextAsync("connection_ack");

        await owner.PostAsync(hidden.Id, "among us");
        await guest.LeaveAsync(hidden.Id);
        await others.NextAsync("member_left"); // whoever left was shown out before
        await owner.PostAsync(hidden.Id, "behind their back");
        await owner.PostAsync(open.Id, "to everybody");
        await program.InviteAsync(owner, guest, hidden.Id);
        await owner.PostAsync(hidden.Id, "among us again");
        var heard = await events.PointsAsync(3);
        await using var resumed = guest.Events(named ? $"?rooms={open.Id},{hidden.Id}" : "", lastEventId: heard[^1].Point);
        await resumed.NextAsync("connection_ack");
        await owner.PostAsync(hidden.Id, "and again");

        Assert.Equal(
            ["among us", "among us again", "to everybody"],
            heard.Where(told => told.Name == "chat_message").Select(told => told.Body()).Order());
        Assert.Equal("and again", Assert.Single(await resumed.PointsAsync(1)).Body());
        Assert.Equal("and again", Assert.Single(await events.PointsAsync(1)).Body());
    }
}
