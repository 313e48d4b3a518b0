using ChatWeb.Accounts;

namespace ChatWeb.Tests.Accounts;

public sealed class AccountRulesTests
{
    [Theory]
    [InlineData("ada@example.org", true)]
    [InlineData("o'brien+chat@example.org", true)]
    [InlineData("하늘@example.org", true)]
    [InlineData("example.org", false)]
    [InlineData("@example.org", false)]
    [InlineData("ada@", false)]
    [InlineData("a@b@c", false)]
    [InlineData("a b@c", false)]
    [InlineData("a\u200bb@c", false)]
    [InlineData("a\0@c", false)]
    [InlineData(null, false)]
    public void An_email_has_one_at_and_only_visible_characters(string? email, bool good) =>
        Assert.Equal(good, AccountRules.IsEmail(email));

    [Fact]
    public void Text_that_no_database_can_hold_is_refused()
    {
        Assert.False(AccountRules.IsSound("a" + '\ud800'));
        Assert.False(AccountRules.IsSound("a\0"));
        Assert.False(AccountRules.IsSound(new string('a', 257)));
        Assert.True(AccountRules.IsSound(new string('a', 256)));
    }
}
