using ChatWeb.Data.Search;

namespace ChatWeb.Data.SqlServer.Search;

/// <summary>
/// A search in T-SQL. What was typed is in parameters only. Its rows are a message, whether it fits, and whether the
/// search ended at it with more left.
/// </summary>
internal sealed class SearchStatement
{
    public const string HasFullText = "SELECT COUNT(*) FROM sys.fulltext_indexes WHERE object_id = OBJECT_ID(N'Messages')";

    /// <summary>Bodies that are read in one search where no index helps: about 100 ms of a small server.</summary>
    public const int MaxRead = 20_000;

    private readonly Dictionary<string, object> _parameters = [];

    public SearchStatement(MessageCriteria criteria, bool hasFullText)
    {
        var folded = criteria.Texts.Select(SearchText.Fold).ToList();
        var isIndexed = hasFullText && folded.Count > 0 && !folded.Any(text => text.Any(SearchText.IsDense)) && folded.TrueForAll(HasWord);
        var where = Where(criteria);
        if (isIndexed)
        {
            where += $" AND CONTAINS(m.Body, {Add("words", string.Join(" AND ", folded.Select(text => $"\"{Plain(text)}*\"")))})";
            Sql = $"SELECT TOP({Add("most", criteria.Most)}) m.Id, 1, 0 FROM Messages m WHERE {where} ORDER BY m.Id DESC";
            return;
        }

        var fits = folded.Count == 0
            ? "1"
            : $"CASE WHEN {string.Join(" AND ", folded.Select((text, i) => Like(Add($"text{i}", Pattern(text)))))} THEN 1 ELSE 0 END";
        Sql = $"""
            SELECT Id, Fits, CASE WHEN Place = {MaxRead} THEN 1 ELSE 0 END
            FROM (SELECT TOP({MaxRead}) m.Id, {fits} AS Fits, ROW_NUMBER() OVER (ORDER BY m.Id DESC) AS Place
                FROM Messages m WHERE {where} ORDER BY m.Id DESC) looked
            WHERE Fits = 1 OR Place = {MaxRead} ORDER BY Id DESC
            """;
    }

    public string Sql { get; }

    public IReadOnlyDictionary<string, object> Parameters => _parameters;

    private string Where(MessageCriteria criteria)
    {
        var parts = new List<string>
        {
            $"m.Id < {Add("below", criteria.Below)}",
            "m.DeletedAt IS NULL",
            "m.Kind IN (0, 1)",
            "m.RoomId IN (SELECT r.Id FROM Rooms r WHERE r.DeletedAt IS NULL AND (r.Kind = 0 OR r.Id IN "
                + $"(SELECT own.RoomId FROM RoomMembers own WHERE own.UserId = {Add("reader", criteria.Reader)})))",
        };
        AddAny(parts, "m.SenderId", "sender", criteria.Senders);
        AddAny(parts, "m.RoomId", "room", criteria.Rooms);
        if (criteria.From is { } from)
        {
            parts.Add($"m.CreatedAt >= {Add("from", from)}");
        }

        if (criteria.Until is { } until)
        {
            parts.Add($"m.CreatedAt < {Add("until", until)}");
        }

        if (criteria.Has.HasFlag(MessageContent.Link))
        {
            parts.Add("(m.Body LIKE N'%http://_%' OR m.Body LIKE N'%https://_%' OR m.Body LIKE N'%www._%')");
        }

        if ((criteria.Has & (MessageContent.File | MessageContent.Image)) != 0)
        {
            var picture = criteria.Has.HasFlag(MessageContent.Image) ? " AND a.ContentType LIKE 'image/%'" : "";
            parts.Add($"EXISTS (SELECT 1 FROM Attachments a WHERE a.MessageId = m.Id{picture})");
        }

        return string.Join(" AND ", parts);
    }

    private void AddAny<T>(List<string> parts, string column, string name, IReadOnlyList<T>? values)
        where T : notnull
    {
        if (values is not null)
        {
            parts.Add($"{column} IN ({string.Join(", ", values.Select((value, i) => Add($"{name}{i}", value)))})");
        }
    }

    private string Add(string name, object value)
    {
        _parameters.Add($"@{name}", value);
        return $"@{name}";
    }

    /// <summary>Capitals and small letters are the same, whatever the database has.</summary>
    private static string Like(string pattern) => $"m.Body COLLATE Latin1_General_100_CI_AS LIKE {pattern} ESCAPE N'\\'";

    private static string Pattern(string text) => $"%{string.Concat(text.Select(c => c is '%' or '_' or '[' or '\\' ? $"\\{c}" : $"{c}"))}%";

    private static bool HasWord(string text) => text.Any(SearchText.IsWord);

    /// <summary>Only words and spaces: nothing that full-text search understands as its own language.</summary>
    private static string Plain(string text) => string.Join(' ', TextRun.Of(text).Where(run => run.Kind == RunKind.Word).Select(run => run.Text));
}
