using Bunit;
using ChatWeb.Messages;

namespace ChatWeb.Tests.Components;

public sealed class MessageListTests : ComponentTest
{
    private IRenderedComponent<MessageList> List(MessagePage page, long? lastRead = null) =>
        Render<MessageList>(p => p.Add(c => c.RoomId, 1).Add(c => c.Page, page).Add(c => c.Reader, Me).Add(c => c.LastRead, lastRead));

    [Fact]
    public void The_talk_is_a_log_that_is_read_out_politely()
    {
        var log = List(Page(Message(1))).Find("#messages");

        Assert.Equal(("log", "polite", "Messages", "0"), (log.GetAttribute("role"), log.GetAttribute("aria-live"), log.GetAttribute("aria-label"), log.GetAttribute("tabindex")));
    }

    [Fact]
    public void A_run_of_one_sender_is_grouped_for_five_minutes()
    {
        var list = List(Page(
            Message(1, Other, Noon),
            Message(2, Other, Noon.AddMinutes(4.9)),
            Message(3, Other, Noon.AddMinutes(9.9)),
            Message(4, Me, Noon.AddMinutes(10))));

        Assert.Equal(["message-102"], list.FindAll("article.continues").Select(a => a.Id));
        Assert.Equal(["message-104"], list.FindAll("article.mine").Select(a => a.Id));
    }

    [Fact]
    public void What_is_new_begins_at_the_first_unread_message_of_others()
    {
        var list = List(Page(Message(4), Message(5), Message(6, Me), Message(7), Message(8)), lastRead: 5);

        var line = list.Find(".rule.new");
        Assert.Equal("New from here", line.TextContent);
        Assert.Equal("message-107", line.NextElementSibling!.Id);
        Assert.DoesNotContain("continues", line.NextElementSibling.ClassList);
        Assert.Single(list.FindAll(".rule"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(8L)]
    [InlineData(5L)]
    public void Nothing_is_new_to_a_guest_or_to_who_read_it_all_or_on_a_page_past_the_first_new_one(long? lastRead) =>
        Assert.Empty(List(Page(Message(7), Message(8)), lastRead).FindAll(".rule"));

    [Fact]
    public void Older_messages_are_a_link_away_also_without_scripts()
    {
        var older = List(Page(Message(50), Message(51))).Find("#older");

        Assert.Equal("/rooms/1?before=150", older.GetAttribute("href"));
    }

    [Fact]
    public void The_first_page_says_where_the_talk_begins() =>
        Assert.Equal("This is where the talk begins", List(Page(Message(1))).Find("p#older").TextContent);

    [Fact]
    public void An_older_page_leads_on_and_to_the_newest()
    {
        var links = List(Page(Message(1), Message(2)) with { HasMoreAfter = true }).FindAll(".message-list > #newer:last-child a");

        Assert.Equal(["/rooms/1?after=102", "/rooms/1?newest=true"], links.Select(a => a.GetAttribute("href")));
        var empty = List(Page() with { HasMoreAfter = true }).FindAll("#newer a");
        Assert.Equal(["/rooms/1?newest=true"], empty.Select(a => a.GetAttribute("href")));
    }
}
