using Bunit;
using ChatWeb.Messages;

namespace ChatWeb.Tests.Components;

public sealed class ComposerTests : ComponentTest
{
    private IRenderedComponent<Composer> Composer(string? typed = null, string? error = null) =>
        Render<Composer>(p => p.Add(c => c.RoomId, 3).Add(c => c.RoomName, "talk").Add(c => c.Csrf, "tok").Add(c => c.Body, typed).Add(c => c.Error, error));

    [Fact]
    public void It_is_a_plain_form()
    {
        var form = Composer().Find("form");

        Assert.Equal(("post", "/rooms/3/messages"), (form.GetAttribute("method"), form.GetAttribute("action")));
        Assert.Equal("tok", form.QuerySelector("[name=RequestVerificationToken]")!.GetAttribute("value"));
        Assert.Equal("Message #talk", form.QuerySelector("textarea[name=body]")!.GetAttribute("placeholder"));
        Assert.Equal("Send", form.QuerySelector("button[type=submit]")!.GetAttribute("aria-label"));
    }

    [Fact]
    public void It_has_places_for_what_features_add()
    {
        var form = Composer().Find("form");

        Assert.NotNull(form.QuerySelector(".composer-above [data-slot=mode]:empty"));
        Assert.NotNull(form.QuerySelector(".composer-above [data-slot=files]:empty"));
        Assert.Equal("textarea", form.QuerySelector(".composer-tools")!.NextElementSibling!.LocalName);
    }

    [Fact]
    public void A_refused_text_stays_with_the_reason()
    {
        var composer = Composer("much\n</textarea> too long", "Too long.");

        Assert.Equal("much\n</textarea> too long", composer.Find("textarea").TextContent);
        Assert.Equal("Too long.", composer.Find("#composer-error[role=alert]").TextContent);
    }

    [Fact]
    public void A_pending_message_is_a_template_with_retry_and_discard()
    {
        var pending = Render<PendingMessage>(p => p.Add(c => c.Sender, Me).Add(c => c.SenderName, "Ada"));

        var template = pending.Find("template#pending-message");
        Assert.Equal("Waits for the connection", template.GetAttribute("data-waiting"));
        Assert.Contains("data-retry", pending.Markup, StringComparison.Ordinal);
        Assert.Contains("data-discard", pending.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("data-number", pending.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void The_connection_line_and_the_jump_button_wait_unseen()
    {
        var line = Render<ConnectionLine>().Find("#connection");
        Assert.True(line.HasAttribute("hidden"));
        Assert.Equal("status", line.GetAttribute("role"));
        Assert.Contains("{0}", line.GetAttribute("data-waiting"), StringComparison.Ordinal);

        var jump = Render<JumpButton>().Find("button#jump");
        Assert.True(jump.HasAttribute("hidden"));
        Assert.Equal("Newest", jump.TextContent.Trim());
    }
}
