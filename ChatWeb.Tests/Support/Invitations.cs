using ChatWeb.Accounts;
using ChatWeb.Rooms;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace ChatWeb.Tests.Support;

internal static class Invitations
{
    /// <summary>Lets somebody in by the link that a member's page shows; returns the link.</summary>
    public static async Task<string> InviteAsync(ChatServer server, ChatApi member, ChatApi guest, long roomId)
    {
        using var host = new BrowserSession(server);
        using var hosted = await host.SignInAsync(member.Email, ChatApi.Password);
        var link = new Uri((await host.OpenAsync($"/rooms/{roomId}")).QuerySelector(".invitation input")!.GetAttribute("value")!).AbsolutePath;
        using var browser = new BrowserSession(server);
        using var signedIn = await browser.SignInAsync(guest.Email, ChatApi.Password);
        using var joined = await browser.SendAsync(await browser.OpenAsync(link), "main form");
        Assert.True((int)joined.StatusCode is >= 300 and < 400, $"Joining by the link: {joined.StatusCode}");
        return link;
    }

    /// <summary>Lets somebody into a private room.</summary>
    public static async Task InviteAsync(this ProgramInside program, ChatApi member, ChatApi guest, long roomId)
    {
        await using var scope = program.Services.CreateAsyncScope();
        var membership = scope.ServiceProvider.GetRequiredService<MembershipService>();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<ChatUser>>();
        var token = await membership.InvitationTokenAsync(roomId, (await users.FindByEmailAsync(member.Email))!.Id, CancellationToken.None);
        Assert.Equal(roomId, await membership.JoinByInvitationAsync(token!, (await users.FindByEmailAsync(guest.Email))!.Id, CancellationToken.None));
    }
}
