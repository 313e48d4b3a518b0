using Bunit;
using ChatWeb.Messages;
using ChatWeb.Rooms;

namespace ChatWeb.Tests.Components;

public sealed class TalkTests : ComponentTest
{
    private IRenderedComponent<Talk> Talk(RoomView room, MessagePage page, string? invitation = null) =>
        Render<Talk>(p => p
            .Add(c => c.Room, room).Add(c => c.Page, page).Add(c => c.Reader, Me).Add(c => c.ReaderName, "Ada")
            .Add(c => c.InvitationUrl, invitation).Add(c => c.Csrf, "tok"));

    [Fact]
    public void Scripts_find_where_to_go_on_from()
    {
        var main = Talk(Room(lastRead: 5), Page(Message(6))).Find("main.talk");

        Assert.Equal(("1", "40", "5"), (main.GetAttribute("data-room"), main.GetAttribute("data-head"), main.GetAttribute("data-last-read")));
    }

    [Fact]
    public void A_page_around_the_first_unread_message_is_followed_and_says_how_much_more_there_is()
    {
        var main = Talk(Room(lastRead: 5, unread: 100), Page(Message(5), Message(6)) with { HasMoreAfter = true }).Find("main");

        Assert.Equal(("40", "105"), (main.GetAttribute("data-head"), main.GetAttribute("data-newest")));
        Assert.False(Talk(Room(), Page(Message(5))).Find("main").HasAttribute("data-newest"));
    }

    [Fact]
    public void A_guest_of_a_public_room_reads_and_may_join()
    {
        var talk = Talk(Room(member: false), Page(Message(1)));

        Assert.Equal("/rooms/1/join", talk.Find("form.join-bar").GetAttribute("action"));
        Assert.Empty(talk.FindAll("form.composer, #pending-message"));
        Assert.False(talk.Find("main").HasAttribute("data-last-read"));
    }

    [Fact]
    public void An_empty_room_offers_its_members_the_invitation()
    {
        var talk = Talk(Room(), Page(), "https://chat.example/invite/abc");

        Assert.Equal("Nothing has been said yet", talk.Find(".empty h2").TextContent);
        Assert.Equal("https://chat.example/invite/abc", talk.Find(".empty .copy input").GetAttribute("value"));
        Assert.Empty(Talk(Room(member: false), Page()).FindAll(".copy"));
    }

    [Fact]
    public void It_speaks_the_readers_language()
    {
        Speak("ko");

        var talk = Talk(Room(members: 46), Page(Message(6)), "https://chat.example/invite/abc");

        Assert.Equal("멤버 46명", talk.Find("[data-member-count]").TextContent);
        Assert.Equal("#talk에 메시지 보내기", talk.Find("textarea").GetAttribute("placeholder"));
        Assert.Equal("여기부터 새 메시지", talk.Find(".rule.new").TextContent);
    }
}
