using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Messages.Search;

public sealed record WireSearch(IReadOnlyList<WireResult> Results, string? Next);

public sealed record WireResult(WireMessage Message, WireFoundRoom Room, IReadOnlyList<WireExcerpt> Excerpt, WireQuote? Before, WireQuote? After);

public sealed record WireFoundRoom(long Id, string Name, string Kind);

public sealed record WireExcerpt(string Text, bool Hit);

public sealed record WireQuote(long MessageId, long Number, string SenderName, string Excerpt, bool Deleted);

internal static class SearchApi
{
    public static Task<WireSearch> SearchAsync(this ChatApi person, string query, string more = "") =>
        person.GetAsync<WireSearch>($"/api/chat/search?q={Uri.EscapeDataString(query)}{more}");

    /// <summary>The bodies that were found, in their order.</summary>
    public static async Task<string[]> FoundAsync(this ChatApi person, string query, string more = "") =>
        [.. (await person.SearchAsync(query, more)).Results.Select(result => result.Message.Body)];
}
