using Bunit;
using ChatWeb.Rooms;

namespace ChatWeb.Tests.Components;

public sealed class PeopleTests : ComponentTest
{
    private static readonly MemberView[] Members = [new(Me, "Ada", RoomRole.Owner, 0), new(Other, "Bea", RoomRole.Member, 0)];

    private IRenderedComponent<People> People(RoomView room, string? invitation) =>
        Render<People>(p => p.Add(c => c.Room, room).Add(c => c.Members, Members).Add(c => c.InvitationUrl, invitation).Add(c => c.Csrf, "tok"));

    [Fact]
    public void A_member_has_the_place_in_the_list_that_scripts_give_others()
    {
        var owner = Render<MemberItem>(p => p.Add(c => c.Member, Members[0])).Find("li");
        var member = Render<MemberItem>(p => p.Add(c => c.Member, Members[1])).Find("li");

        Assert.Equal(($"member-{Me}", "true", "Ada", "Owner"), (owner.Id, owner.GetAttribute("data-owner"), owner.GetAttribute("data-name"), owner.QuerySelector("small")!.TextContent));
        Assert.Equal(($"member-{Other}", null, null), (member.Id, member.GetAttribute("data-owner"), member.QuerySelector("small")?.TextContent));
    }

    [Fact]
    public void The_list_says_how_many_it_leaves_out()
    {
        var list = Render<MemberList>(p => p.Add(c => c.Members, Members).Add(c => c.Total, 46));

        Assert.Equal(2, list.FindAll("#members > li.member").Count);
        Assert.Equal("and 44 more", list.Find(".more:not([hidden])").TextContent);
        Assert.Equal("and {0} more", list.Find(".more").GetAttribute("data-more"));
        Assert.NotNull(Render<MemberList>(p => p.Add(c => c.Members, Members).Add(c => c.Total, 2)).Find(".more[hidden]"));
    }

    [Fact]
    public void A_member_may_invite_and_leave()
    {
        var people = People(Room(), "https://chat.example/invite/abc");

        Assert.Equal("https://chat.example/invite/abc", people.Find(".copy input[readonly]").GetAttribute("value"));
        Assert.Equal("/rooms/1/leave", people.Find("form").GetAttribute("action"));
        Assert.True(people.Find("button[data-copy]").HasAttribute("hidden"), "Without scripts the button can do nothing.");
    }

    [Fact]
    public void A_guest_may_not() => Assert.Empty(People(Room(member: false), null).FindAll("form, .copy"));

    [Fact]
    public void The_header_says_topic_and_people()
    {
        var header = Render<RoomHeader>(p => p.Add(c => c.Room, Room(topic: "Things", members: 46)));
        var count = header.Find("[data-member-count]");

        Assert.Equal("talk", header.Find("h1").TextContent);
        Assert.StartsWith("Things · ", header.Find(".title p").TextContent.Trim(), StringComparison.Ordinal);
        Assert.Equal(("46 members", "46", "1 member", "{0} members"), (count.TextContent, count.GetAttribute("data-member-count"), count.GetAttribute("data-one"), count.GetAttribute("data-many")));
        Assert.Equal("1 member", Render<MemberCount>(p => p.Add(c => c.Count, 1)).Find("span").TextContent);
    }
}
