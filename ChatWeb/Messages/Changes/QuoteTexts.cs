using Microsoft.Extensions.Localization;

namespace ChatWeb.Messages.Changes;

/// <summary>What a quote shows of the message that it answers.</summary>
internal static class QuoteTexts
{
    public static string Of(Quote quote, IStringLocalizer<ChangeTexts> texts) => Of(quote.Excerpt, quote.Deleted, texts);

    public static string Of(string excerpt, bool isDeleted, IStringLocalizer<ChangeTexts> texts) =>
        isDeleted ? texts["Deleted"]
        : excerpt.Length == 0 ? texts["Quote.NoWords"]
        : excerpt;
}
