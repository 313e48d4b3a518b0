using Bunit;
using ChatWeb.Messages;

namespace ChatWeb.Tests.Components;

public sealed class MessagePartTests : ComponentTest
{
    [Fact]
    public void A_page_of_messages_goes_the_one_way_into_the_list_and_moves_the_older_link()
    {
        var part = Render<MessagePart>(p => p.Add(c => c.RoomId, 1).Add(c => c.Page, Page(Message(2), Message(3))).Add(c => c.Backwards, true));

        var partials = part.FindAll("hx-partial");
        Assert.Equal(["#messages upsert", "#older outerHTML"], partials.Select(p => $"{p.GetAttribute("hx-target")} {p.GetAttribute("hx-swap")}"));
        Assert.Equal(["message-102", "message-103"], partials[0].QuerySelectorAll("article").Select(a => a.Id));
        Assert.Equal("/rooms/1/messages?before=102", partials[1].QuerySelector("#older")!.GetAttribute("hx-get"));
    }

    [Fact]
    public void Newer_messages_leave_the_older_link_alone()
    {
        var part = Render<MessagePart>(p => p.Add(c => c.RoomId, 1).Add(c => c.Page, Page(Message(2))));

        Assert.Single(part.FindAll("hx-partial"));
    }
}
