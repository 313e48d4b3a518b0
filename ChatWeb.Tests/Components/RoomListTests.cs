using Bunit;
using ChatWeb.Components;
using ChatWeb.Rooms;

namespace ChatWeb.Tests.Components;

public sealed class RoomListTests : ComponentTest
{
    [Fact]
    public void Unread_rooms_come_first_and_strange_ones_not_at_all()
    {
        var list = Render<RoomList>(p => p
            .Add(c => c.Rooms, [Room(1, "busy", unread: 4), Room(2, "calm"), Room(3, "strange", member: false), Room(4, "here", unread: 9), Room(5, "visited", member: false)])
            .Add(c => c.Current, 4));

        Assert.Equal(["Unread", "Rooms"], list.FindAll("h2").Select(h => h.TextContent));
        Assert.Equal(["busy", "calm", "here"], list.FindAll(".name").Select(n => n.TextContent));
        Assert.Equal("/rooms/4", list.Find("[aria-current=page]").GetAttribute("href"));
    }

    [Fact]
    public void A_visitor_sees_the_room_that_they_are_in()
    {
        var list = Render<RoomList>(p => p.Add(c => c.Rooms, [Room(5, "visited", member: false)]).Add(c => c.Current, 5));

        Assert.Equal("visited", list.Find(".name").TextContent);
    }

    [Theory]
    [InlineData(4, 0, "4", "badge", "4 unread")]
    [InlineData(14, 2, "@2", "badge mention", "14 unread, 2 naming you")]
    [InlineData(12_345, 0, "999+", "badge", "12345 unread")]
    public void A_link_counts_what_is_unread(long unread, long mentions, string shown, string css, string heard)
    {
        var link = Render<RoomLink>(p => p.Add(c => c.Room, Room(unread: unread, mentions: mentions)));

        Assert.Equal(shown, link.Find(".badge [aria-hidden]").TextContent);
        Assert.Equal(css, link.Find(".badge").ClassName!.Trim());
        Assert.Equal(heard, link.Find(".badge .visually-hidden").TextContent);
    }

    [Fact]
    public void What_is_on_the_screen_counts_nothing() =>
        Assert.Empty(Render<RoomLink>(p => p.Add(c => c.Room, Room(unread: 4)).Add(c => c.Current, true)).FindAll(".badge, .unread"));

    [Fact]
    public void A_private_room_has_a_lock()
    {
        var open = Render<RoomIcon>(p => p.Add(c => c.Room, Room())).Markup;
        var closed = Render<RoomIcon>(p => p.Add(c => c.Room, Room(kind: "private"))).Markup;

        Assert.NotEqual(open, closed);
        Assert.Equal(Render<Icon>(p => p.Add(c => c.Name, "lock")).Markup, closed);
    }

    [Fact]
    public void The_list_of_all_rooms_offers_to_join_the_others()
    {
        var rows = Render<RoomRows>(p => p.Add(c => c.Rooms, [Room(1, topic: "Things"), Room(2, member: false, members: 1)]).Add(c => c.Csrf, "tok"));

        Assert.Equal("/rooms/2/join", Assert.Single(rows.FindAll("form")).GetAttribute("action"));
        Assert.Equal(["3 members · Things", "1 member"], rows.FindAll(".what p").Select(p => p.TextContent.Trim().ReplaceLineEndings("").Replace("  ", "", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_switcher_has_every_room_by_name()
    {
        var switcher = Render<Switcher>(p => p.Add(c => c.Rooms, [Room(1, "busy"), Room(3, "strange", member: false)]));

        Assert.Equal(["busy", "strange"], switcher.FindAll("dialog [role=option]").Select(o => o.GetAttribute("data-name")));
    }

    [Fact]
    public void The_sidebar_leads_everywhere()
    {
        var sidebar = Render<Sidebar>(p => p
            .Add(c => c.Rooms, [Room(1)]).Add(c => c.ServerName, "Studio").Add(c => c.UserId, Me).Add(c => c.UserName, "Ada").Add(c => c.Csrf, "tok"));

        Assert.Equal("Studio", sidebar.Find(".sidebar-head strong").TextContent);
        Assert.Equal("Ada", sidebar.Find(".me .title").TextContent);
        Assert.Superset(new HashSet<string?> { "/rooms/new", "/rooms", "/rooms/1", "/account/profile" }, sidebar.FindAll("a").Select(a => a.GetAttribute("href")).ToHashSet());
        Assert.Equal("/account/sign-out", sidebar.Find("form[method=post]").GetAttribute("action"));
        Assert.All(sidebar.FindAll(".icon-button"), b => Assert.False(string.IsNullOrEmpty(b.GetAttribute("aria-label"))));
    }
}
