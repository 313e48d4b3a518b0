using Bunit;
using ChatWeb.Messages;
using ChatWeb.Messages.Changes;

namespace ChatWeb.Tests.Components;

public sealed class ChangedMessageTests : ComponentTest
{
    private static readonly Quote Answered = new(90, 4, Me, "<Me>", "See <you> there", Deleted: false);

    [Fact]
    public void An_edited_message_says_so_and_when_exactly()
    {
        var item = Render<MessageItem>(p => p.Add(c => c.Message, Message(1) with { EditedAt = Noon.AddTicks(7) }));

        Assert.Equal("edited", item.Find(".edited").TextContent);
        Assert.Equal("2026-11-21T12:00:00.1200007Z", item.Find("article").GetAttribute("data-changed"));
    }

    [Fact]
    public void Of_a_deleted_message_a_sentence_stands_in_its_place()
    {
        var item = Render<MessageItem>(p => p.Add(c => c.Message, Message(1, html: "") with { Body = "", EditedAt = Noon, DeletedAt = Noon.AddDays(1) }));

        Assert.Equal("This message was deleted.", item.Find(".body.gone").TextContent);
        Assert.Contains("deleted", item.Find("article").ClassList);
        Assert.Empty(item.FindAll(".edited, .quote, .forwarded"));
        Assert.StartsWith("2026-11-22", item.Find("article").GetAttribute("data-changed"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_reply_quotes_what_it_answers_and_leads_to_it()
    {
        var quote = Render<MessageItem>(p => p.Add(c => c.Message, Message(1) with { ReplyTo = 90, Quote = Answered })).Find("a.quote");

        Assert.Equal(("<Me>", "See <you> there"), (quote.QuerySelector("b")!.TextContent, quote.QuerySelector("span")!.TextContent));
        Assert.Equal(("/rooms/1?around=90#message-90", "90"), (quote.GetAttribute("href"), quote.GetAttribute("data-quote")));
    }

    [Theory]
    [InlineData("en", "", true, "This message was deleted.")]
    [InlineData("ko", "", true, "삭제된 메시지예요.")]
    [InlineData("en", "", false, "A file")]
    public void A_quote_of_what_has_no_words_says_why(string language, string excerpt, bool isDeleted, string shown)
    {
        Speak(language);
        var quote = Render<MessageQuote>(p => p.Add(c => c.RoomId, 1).Add(c => c.Quote, Answered with { Excerpt = excerpt, Deleted = isDeleted }));

        Assert.Equal(shown, quote.Find("span").TextContent);
    }

    [Fact]
    public void A_forwarded_message_names_who_said_it_first()
    {
        var item = Render<MessageItem>(p => p.Add(c => c.Message, Message(1) with { ForwardedFrom = new PersonView(Me, "<Ada>") }));

        Assert.Equal("Forwarded from <Ada>", item.Find(".forwarded").TextContent);
    }

    [Theory]
    [InlineData("**See** you", false, "See you")]
    [InlineData("", true, "This message was deleted.")]
    public void A_change_brings_what_quotes_show_from_now_on(string body, bool isDeleted, string shown)
    {
        var changed = Render<ChangedMessage>(p => p.Add(c => c.Message, Message(1) with { Body = body, DeletedAt = isDeleted ? Noon : null }));

        Assert.Equal(shown, changed.Find("data[data-changed='101']").GetAttribute("value"));
        Assert.NotNull(changed.Find("article#message-101"));
    }
}
