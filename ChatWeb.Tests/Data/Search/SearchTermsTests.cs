using ChatWeb.Data.Search;
using ChatWeb.Data.Sqlite.Search;

namespace ChatWeb.Tests.Data.Search;

public sealed class SearchTermsTests
{
    [Theory]
    [InlineData("Deploy it!", "de dep epl plo loy it")]
    [InlineData("안녕하세요, 나 v2", "안녕 녕하 하세 세요 나 v2 ¤안 ¤녕 ¤하 ¤세 ¤요 ¤나")]
    [InlineData("👍🏽 \"AND\" *", "👍 an and")]
    [InlineData("¤r1 (NEAR)", "r1 ne nea ear")]
    public void A_text_has_its_terms_in_order_and_nothing_that_fts5_understands(string text, string terms)
    {
        var made = new List<string>();
        SearchTerms.AddText(made, SearchText.Fold(text));

        Assert.Equal(terms, string.Join(' ', made));
    }

    [Fact]
    public void Every_part_of_a_text_is_found_in_it()
    {
        const string Text = "오늘 저녁 deployment 끝! v2.1 東京タワー";
        var document = SearchDocument.Of(new IndexedMessage(1, 1, Guid.NewGuid(), Text, DateTimeOffset.UnixEpoch), MessageContent.None);
        var tried = 0;
        for (var start = 0; start < Text.Length; start++)
        {
            for (var end = start + 1; end <= Text.Length; end++)
            {
                var runs = TextRun.Of(Text[start..end]).ToList();
                if (runs.Count == 0 || IsTooLittleOfAWord(runs[0], Cut(Text, start)) || (runs[^1].Text.Length == 1 && Cut(Text, end)))
                {
                    continue; // one or two letters are found at the beginning of a word only, and a single one by itself
                }

                Assert.True(Expression(Text[start..end]).Matches(document.Terms), Text[start..end]);
                tried++;
            }
        }

        Assert.InRange(tried, 300, 1_000);
        Assert.False(Expression("deployment 저녁").Matches(document.Terms));
        Assert.False(Expression("녁저").Matches(document.Terms));

        static bool IsTooLittleOfAWord(TextRun run, bool isInside) => run.Kind == RunKind.Word && isInside && run.Text.Length < 3;
        static bool Cut(string text, int at) => at > 0 && at < text.Length && SearchText.IsWord(text[at - 1]) && SearchText.IsWord(text[at]);
    }

    [Fact]
    public void A_time_is_asked_for_as_few_years_and_months_and_none_is_left_out()
    {
        var span = SearchFacts.Span(new DateTimeOffset(2024, 11, 5, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 2, 1, 0, 0, 0, TimeSpan.Zero));

        Assert.Equal(["¤m202411", "¤m202412", "¤y2025", "¤m202601", "¤m202602"], span);
        Assert.Contains("¤y2000", SearchFacts.Span(null, DateTimeOffset.UtcNow));
        Assert.Contains("¤y2099", SearchFacts.Span(DateTimeOffset.UtcNow, null));
    }

    private static SearchExpression Expression(string text) => SearchExpression.Of(new MessageCriteria { Reader = Guid.Empty, Texts = [text], Most = 1 })!;
}
