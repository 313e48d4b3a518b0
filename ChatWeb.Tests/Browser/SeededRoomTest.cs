using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Browser;

/// <summary>A test in a room with more messages than a window shows.</summary>
public abstract class SeededRoomTest(Chromium chromium) : BrowserTest(chromium)
{
    /// <summary>Rounding of the layout; anything more is a jump.</summary>
    protected const double Tolerance = 2;

    /// <summary>A room of Alice's with messages that Bob has read, since he joined after them, and others that he has not.</summary>
    protected async Task<(Person Bob, ChatApi Alice, long Room)> SeededAsync(int read, int unread = 0)
    {
        var alice = await ChatApi.RegisterAsync(Server, "alice");
        var bob = await MemberAsync("bob");
        var room = await alice.CreateRoomAsync();
        await PostAsync(alice, room.Id, 1, read);
        await bob.Api.JoinAsync(room.Id);
        await PostAsync(alice, room.Id, read + 1, read + unread);
        return (bob, alice, room.Id);
    }

    protected static async Task PostAsync(ChatApi person, long room, int from, int to)
    {
        for (var i = from; i <= to; i++)
        {
            await person.PostAsync(room, $"Message {i}");
        }
    }
}
