using ChatWeb.Data.Search;
using Microsoft.Data.Sqlite;

namespace ChatWeb.Data.Sqlite.Search;

/// <summary>A message as the index keeps it: under its id, its terms.</summary>
internal sealed record SearchDocument(long Id, DateTimeOffset CreatedAt, List<string> Terms)
{
    public static SearchDocument Of(IndexedMessage message, MessageContent attached)
    {
        var terms = new List<string> { SearchFacts.Room(message.RoomId), SearchFacts.Sender(message.SenderId) };
        terms.AddRange(SearchFacts.Time(message.CreatedAt));
        terms.AddRange(SearchFacts.Content(attached | (SearchText.HasLink(message.Body) ? MessageContent.Link : MessageContent.None)));
        SearchTerms.AddText(terms, SearchText.Fold(message.Body));
        return new SearchDocument(message.Id, message.CreatedAt, terms);
    }

    /// <summary>Reads the columns of <see cref="SearchCommands.Document"/>.</summary>
    public static SearchDocument Read(SqliteDataReader row) => Of(
        new IndexedMessage(row.GetInt64(0), row.GetInt64(1), row.GetGuid(2), row.GetString(3), new DateTimeOffset(row.GetInt64(4), TimeSpan.Zero)),
        row.IsDBNull(5) ? MessageContent.None : (MessageContent)row.GetInt32(5));
}
