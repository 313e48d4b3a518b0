using Bunit;
using ChatWeb.Messages;

namespace ChatWeb.Tests.Components;

public sealed class MessagePartTests : ComponentTest
{
    [Fact]
    public void A_page_of_messages_goes_the_one_way_into_the_list()
    {
        var partial = Render<MessagePart>(p => p.Add(c => c.Page, Page(Message(2), Message(3)))).Find("hx-partial:only-child");

        Assert.Equal(("#messages", "upsert"), (partial.GetAttribute("hx-target"), partial.GetAttribute("hx-swap")));
        Assert.Equal(["message-102", "message-103"], partial.QuerySelectorAll("article").Select(a => a.Id));
    }
}
