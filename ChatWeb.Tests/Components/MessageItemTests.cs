using Bunit;
using ChatWeb.Components;
using ChatWeb.Messages;

namespace ChatWeb.Tests.Components;

public sealed class MessageItemTests : ComponentTest
{
    [Fact]
    public void A_message_carries_what_scripts_place_it_by()
    {
        var item = Render<MessageItem>(p => p.Add(c => c.Message, Message(7)));

        item.MarkupMatches(
            $"""
             <article class="message {Hue.Of(Other)}" id="message-107" aria-label="Ada" data-id="107" data-number="7" data-seq="7"
                      data-sender="{Other}" data-client-id="00000007-0000-0000-0000-000000000000" data-at="2026-11-21T12:07:00.120Z">
               <span class="avatar" aria-hidden="true">A</span>
               <div class="sender">Ada</div>
               <div class="line">
                 <div class="bubble"><div class="body"><p>Hello</p></div></div>
                 <time datetime="2026-11-21T12:07:00.120Z">11/21/2026 12:07 PM UTC</time>
               </div>
             </article>
             """);
    }

    [Fact]
    public void It_is_the_same_for_everybody_unless_the_page_says_whose_it_is()
    {
        var plain = Render<MessageItem>(p => p.Add(c => c.Message, Message(1))).Find("article");
        var own = Render<MessageItem>(p => p.Add(c => c.Message, Message(1)).Add(c => c.Mine, true).Add(c => c.Continues, true)).Find("article");

        Assert.Equal(["message", Hue.Of(Other)], plain.ClassList);
        Assert.Equal(["message", Hue.Of(Other), "mine", "continues"], own.ClassList);
    }

    [Fact]
    public void A_name_is_text_and_never_markup()
    {
        var item = Render<MessageItem>(p => p.Add(c => c.Message, Message(1, name: "<b>\"x")));

        Assert.Equal("<b>\"x", item.Find(".sender").TextContent);
        Assert.Equal("<b>\"x", item.Find("article").GetAttribute("aria-label"));
        Assert.Empty(item.FindAll("b"));
    }

    [Fact]
    public void It_has_neither_script_nor_style_that_the_content_policy_forbids()
    {
        var item = Render<MessageItem>(p => p.Add(c => c.Message, Message(1)));

        Assert.Empty(item.FindAll("[style], script, style"));
    }
}
