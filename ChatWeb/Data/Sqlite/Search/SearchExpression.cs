using ChatWeb.Data.Search;

namespace ChatWeb.Data.Sqlite.Search;

/// <summary>What the terms of a message must have: of each group one phrase at least.</summary>
internal sealed class SearchExpression
{
    private readonly List<IReadOnlyList<string[]>> _groups = [];

    private SearchExpression()
    {
    }

    /// <summary>The expression for these criteria, but for who may read what; null when nothing in them can be looked up.</summary>
    public static SearchExpression? Of(MessageCriteria criteria)
    {
        var expression = new SearchExpression();
        foreach (var phrase in criteria.Texts.SelectMany(text => SearchTerms.PhrasesOf(SearchText.Fold(text))))
        {
            expression._groups.Add([phrase]);
        }

        if (criteria.Texts.Count > 0 && expression._groups.Count == 0)
        {
            return null; // only punctuation
        }

        expression.AddAny(criteria.Senders?.Select(SearchFacts.Sender));
        expression.AddAny(criteria.Rooms?.Select(SearchFacts.Room));
        foreach (var fact in SearchFacts.Content(criteria.Has))
        {
            expression.AddAny([fact]);
        }

        if (criteria.From is not null || criteria.Until is not null)
        {
            expression.AddAny(SearchFacts.Span(criteria.From, criteria.Until));
        }

        return expression._groups.Count > 0 ? expression : null;
    }

    /// <summary>The same, in these rooms only.</summary>
    public SearchExpression In(IEnumerable<long> rooms)
    {
        var narrowed = new SearchExpression();
        narrowed._groups.AddRange(_groups);
        narrowed.AddAny(rooms.Select(SearchFacts.Room));
        return narrowed;
    }

    /// <summary>In FTS5's language. Terms are letters, digits and symbols: nothing in them ends the quotes they stand in.</summary>
    public string ToMatch() => string.Join(" AND ", _groups.Select(group =>
        $"({string.Join(" OR ", group.Select(phrase => $"\"{string.Join(' ', phrase)}\""))})"));

    /// <summary>The same for a message that is not in the index yet.</summary>
    public bool Matches(List<string> terms) => _groups.TrueForAll(group => group.Any(phrase => Contains(terms, phrase)));

    private static bool Contains(List<string> terms, string[] phrase)
    {
        for (var start = 0; start + phrase.Length <= terms.Count; start++)
        {
            var i = 0;
            while (i < phrase.Length && terms[start + i] == phrase[i])
            {
                i++;
            }

            if (i == phrase.Length)
            {
                return true;
            }
        }

        return false;
    }

    private void AddAny(IEnumerable<string>? facts)
    {
        if (facts is not null)
        {
            _groups.Add([.. facts.Select(fact => new[] { fact })]);
        }
    }
}
