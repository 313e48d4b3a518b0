using ChatWeb.Data;
using ChatWeb.Rooms;
using Microsoft.Extensions.Options;

namespace ChatWeb.Accounts;

/// <summary>Whether somebody may make an account now.</summary>
public sealed class Registration(IOptions<RegistrationOptions> options, InstallationState installation, RoomService rooms)
{
    public RegistrationMode Mode => options.Value.Mode;

    /// <summary>Whether programs, who bring no invitation, may register.</summary>
    public bool IsOpen => installation.IsSetUp && Mode == RegistrationMode.Open;

    /// <summary>The same for somebody with the invitation to <paramref name="room"/>, or none.</summary>
    public bool IsOpenTo(RoomView? room) => IsOpen || (installation.IsSetUp && Mode == RegistrationMode.Invitation && room is not null);

    /// <summary>The room that an invitation leads to, or null when it is none.</summary>
    public async Task<RoomView?> InvitationAsync(string? token, CancellationToken cancellationToken) =>
        string.IsNullOrEmpty(token) || token.Length > 64 ? null : await rooms.FindByInvitationAsync(token, Guid.Empty, cancellationToken);
}
