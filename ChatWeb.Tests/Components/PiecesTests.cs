using Bunit;
using ChatWeb.Components;
using ChatWeb.Rooms;

namespace ChatWeb.Tests.Components;

public sealed class PiecesTests : ComponentTest
{
    [Fact]
    public void An_icon_is_silent_and_drawn_by_the_style_sheet()
    {
        var icon = Render<Icon>(p => p.Add(c => c.Name, "hash")).Find("svg");

        Assert.Equal(("icon", "true", "0 0 24 24"), (icon.ClassName, icon.GetAttribute("aria-hidden"), icon.GetAttribute("viewBox")));
        Assert.NotEmpty(icon.Children);
    }

    [Fact]
    public void An_unknown_icon_is_a_mistake() =>
        Assert.Throws<KeyNotFoundException>(() => Render<Icon>(p => p.Add(c => c.Name, "no-such-icon")));

    [Theory]
    [InlineData("ada", "A")]
    [InlineData(" 김민정", "김")]
    [InlineData("👩‍👩‍👧 family", "👩‍👩‍👧")]
    [InlineData("é", "É")]
    [InlineData("", "")]
    public void An_avatar_shows_the_first_character_as_people_see_it(string name, string shown)
    {
        var avatar = Render<Avatar>(p => p.Add(c => c.Id, Me).Add(c => c.Name, name).Add(c => c.Small, true)).Find("span");

        Assert.Equal(shown, avatar.TextContent);
        Assert.Equal(["avatar", Hue.Of(Me), "small"], avatar.ClassList);
    }

    [Fact]
    public void Hues_are_spread_and_never_change()
    {
        var hues = Enumerable.Range(0, 2400).Select(i => Hue.Of(new Guid(i, 7, 7, [8, 0, 0, 0, 0, 0, 0, 1]))).GroupBy(h => h).ToList();

        Assert.Equal(Hue.Count, hues.Count);
        Assert.All(hues, h => Assert.InRange(h.Count(), 50, 150));
        Assert.Equal("hue-21", Hue.Of(Guid.Empty));
    }

    [Fact]
    public void An_empty_state_says_what_to_do()
    {
        var empty = Render<EmptyState>(p => p.Add(c => c.Icon, "hash").Add(c => c.Title, "Nothing").Add(c => c.Lead, "Begin.").AddChildContent("<a href=\"/x\">Go</a>"));

        Assert.Equal(["Nothing", "Begin.", "Go"], empty.FindAll("h2, p, a").Select(e => e.TextContent));
    }

    [Fact]
    public void A_link_to_copy_can_be_selected_without_scripts()
    {
        var copy = Render<CopyLink>(p => p.Add(c => c.Url, "https://chat.example/invite/a?b&c").Add(c => c.Label, "Invitation link"));

        Assert.Equal("https://chat.example/invite/a?b&c", copy.Find("input[readonly]").GetAttribute("value"));
        Assert.Equal("Invitation link", copy.Find("input").GetAttribute("aria-label"));
        Assert.Equal("Copied", copy.Find("button[hidden]").GetAttribute("data-copied"));
    }

    [Fact]
    public void Forms_carry_the_token_and_the_join_bar_is_one()
    {
        Render<Csrf>(p => p.Add(c => c.Token, "tok")).MarkupMatches("""<input type="hidden" name="RequestVerificationToken" value="tok">""");
        Assert.Equal("/rooms/9/join", Render<JoinBar>(p => p.Add(c => c.RoomId, 9).Add(c => c.Csrf, "tok")).Find("form[method=post]").GetAttribute("action"));
    }
}
