using ChatWeb.Data.Search;

namespace ChatWeb.Messages.Search;

/// <summary>
/// How well a message fits: BM25 with its usual constants, over each wanted text. What every hit has (each wanted text)
/// weighs the same, so of BM25 only how often and in how long a message counts; hits that are whole words count double.
/// The score depends on the message and the query alone, so that a later page goes on where an earlier one ended.
/// </summary>
internal static class Relevance
{
    private const double K1 = 1.2;
    private const double B = 0.75;

    /// <summary>Characters of a message as people write them in a chat.</summary>
    private const double UsualLength = 60;

    public static double Of(string body, Hits hits)
    {
        var folded = SearchText.Fold(body);
        var dampening = K1 * (1 - B + (B * folded.Length / UsualLength));
        var score = 0.0;
        foreach (var places in hits.In(folded))
        {
            var weight = places.Sum(place => IsWhole(folded, place) ? 2.0 : 1.0);
            score += weight * (K1 + 1) / (weight + dampening);
        }

        return Math.Round(score, 6); // the same in a cursor's text
    }

    private static bool IsWhole(string folded, Range place) =>
        (place.Start.Value == 0 || !IsInside(folded[place.Start.Value - 1])) && (place.End.Value == folded.Length || !IsInside(folded[place.End.Value]));

    private static bool IsInside(char c) => SearchText.IsWord(c) || SearchText.IsDense(c);
}
