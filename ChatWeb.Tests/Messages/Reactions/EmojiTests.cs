using ChatWeb.Messages.Reactions;

namespace ChatWeb.Tests.Messages.Reactions;

public sealed class EmojiTests
{
    [Theory]
    [InlineData("👍")]
    [InlineData("👍🏽")]
    [InlineData("🇰🇷")]
    [InlineData("1️⃣")]
    [InlineData("#️⃣")]
    [InlineData("👩‍💻")]
    [InlineData("👨‍👩‍👧‍👦")]
    [InlineData("👩🏻‍❤️‍💋‍👨🏿")]
    [InlineData("🏴󠁧󠁢󠁳󠁣󠁴󠁿")]
    [InlineData("🏳️‍🌈")]
    [InlineData("❤️‍🔥")]
    [InlineData("🫩")]
    [InlineData("©️")]
    public void One_emoji_is_taken_as_it_is(string text) => Assert.Equal(text, Emoji.Of(text));

    [Theory]
    [InlineData("❤", "❤️")]
    [InlineData("❤️", "❤️")]
    [InlineData("⚡️", "⚡")]
    [InlineData("⚡", "⚡")]
    public void One_emoji_is_one_however_a_keyboard_sends_it(string text, string stored) => Assert.Equal(stored, Emoji.Of(text));

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("1")]
    [InlineData("민")]
    [InlineData("👍👍")]
    [InlineData("👍 ")]
    [InlineData("👍a")]
    [InlineData("👍\u0301")]
    [InlineData("👍\u200D")]
    [InlineData("\u200D👍")]
    [InlineData("👍\u200Da")]
    [InlineData("🇰")]
    [InlineData("🇰🇷🇰")]
    [InlineData("\uFE0F")]
    [InlineData("\uD83D")]
    [InlineData("👍\uDC4D")]
    [InlineData("🏴\U000E0067")]
    [InlineData("<b>")]
    [InlineData("👩‍👩‍👩‍👩‍👩‍👩‍👩‍👩‍👩‍👩‍👩‍👩")]
    public void Anything_else_is_none(string text) => Assert.Null(Emoji.Of(text));
}
