using ChatWeb.Data.Search;
using ChatWeb.Data.SqlServer.Search;

namespace ChatWeb.Tests.Data.SqlServer;

/// <summary>What SQL Server is asked when somebody searches: there is not always one at hand to ask.</summary>
public sealed class SearchStatementTests
{
    private static readonly MessageCriteria Word = new() { Reader = Guid.NewGuid(), Texts = ["Deploy\" OR \"x*", "two words"], Most = 20 };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_was_typed_is_in_parameters_only_and_the_reader_in_every_statement(bool fullText)
    {
        var criteria = Word with
        {
            Texts = ["o'malley", "배포"],
            Senders = [Guid.NewGuid()],
            Rooms = [7, 8],
            From = DateTimeOffset.UnixEpoch,
            Until = DateTimeOffset.UnixEpoch,
            Has = MessageContent.Image | MessageContent.Link,
        };

        var statement = new SearchStatement(criteria, fullText);

        Assert.DoesNotContain("malley", statement.Sql, StringComparison.Ordinal);
        Assert.DoesNotContain("배포", statement.Sql, StringComparison.Ordinal);
        Assert.Contains("own.UserId = @reader", statement.Sql, StringComparison.Ordinal);
        Assert.Contains("r.DeletedAt IS NULL", statement.Sql, StringComparison.Ordinal);
        Assert.Contains("m.RoomId IN (@room0, @room1)", statement.Sql, StringComparison.Ordinal);
        Assert.All(statement.Parameters.Keys, name => Assert.Contains(name, statement.Sql, StringComparison.Ordinal));
        Assert.Equal(Count(statement.Sql, '('), Count(statement.Sql, ')'));
    }

    [Fact]
    public void Words_go_to_the_full_text_index_as_beginnings_of_words_and_without_its_operators()
    {
        var statement = new SearchStatement(Word, hasFullText: true);

        Assert.StartsWith("SELECT TOP(@most) m.Id, 1, 0 FROM Messages m WHERE m.Id < @below AND ", statement.Sql, StringComparison.Ordinal);
        Assert.EndsWith("AND CONTAINS(m.Body, @words) ORDER BY m.Id DESC", statement.Sql, StringComparison.Ordinal);
        Assert.Equal("\"deploy or x*\" AND \"two words*\"", statement.Parameters["@words"]);
    }

    [Fact]
    public void Korean_and_servers_without_full_text_search_read_a_bounded_number_of_bodies()
    {
        var korean = new SearchStatement(Word with { Texts = ["100%_배포[1]"] }, hasFullText: true);
        var without = new SearchStatement(Word, hasFullText: false);

        Assert.Equal(@"%100\%\_배포\[1]%", korean.Parameters["@text0"]);
        Assert.All([korean, without], statement =>
        {
            Assert.Contains($"TOP({SearchStatement.MaxRead})", statement.Sql, StringComparison.Ordinal);
            Assert.DoesNotContain("CONTAINS", statement.Sql, StringComparison.Ordinal);
            Assert.Contains("LIKE @text0 ESCAPE N'\\'", statement.Sql, StringComparison.Ordinal);
        });
    }

    private static int Count(string text, char sign) => text.Count(c => c == sign);
}
