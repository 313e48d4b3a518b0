using ChatWeb.Accounts;
using ChatWeb.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace ChatWeb.Tests.Accounts;

public sealed class DisplayNameTests
{
    private static readonly IStringLocalizer<AccountTexts> Texts = new ServiceCollection()
        .AddLogging().AddLocalization().BuildServiceProvider().GetRequiredService<IStringLocalizer<AccountTexts>>();

    [Fact]
    public void A_name_is_stored_without_the_space_around_it() => Assert.Equal("Ada L", DisplayNames.Clean("  Ada L ", Texts));

    [Theory]
    [InlineData("   ")]
    [InlineData("\u200b")]
    [InlineData("a\u202eb")]
    [InlineData("a\u0007b")]
    public void A_name_that_hides_something_is_refused_beside_its_field(string name)
    {
        var refusal = Assert.Throws<ProblemException>(() => DisplayNames.Clean(name, Texts));
        Assert.Equal((400, "DisplayName"), (refusal.Status, refusal.Field));
        Assert.DoesNotContain("Name.", refusal.Message, StringComparison.Ordinal); // a sentence, not its key
    }

    [Fact]
    public void Fifty_code_points_fit_and_one_more_does_not()
    {
        var fifty = string.Concat(Enumerable.Repeat("😀", 50));
        Assert.Equal(fifty, DisplayNames.Clean(fifty, Texts));
        Assert.Throws<ProblemException>(() => DisplayNames.Clean(fifty + "a", Texts));
    }

    [Theory]
    [InlineData("ada@example.org", "ada")]
    [InlineData("하늘@example.org", "하늘")]
    [InlineData("no-at", "no-at")]
    public void Until_somebody_chooses_a_name_it_is_the_part_before_the_at(string email, string expected) =>
        Assert.Equal(expected, DisplayNames.Default(email));

    [Fact]
    public void A_long_address_gives_a_name_that_fits() =>
        Assert.Equal(new string('a', 50), DisplayNames.Default(new string('a', 200) + "@example.org"));
}
