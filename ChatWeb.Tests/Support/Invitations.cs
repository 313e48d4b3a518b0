using ChatWeb.Accounts;
using ChatWeb.Rooms;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace ChatWeb.Tests.Support;

internal static class Invitations
{
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
