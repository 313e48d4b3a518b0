using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace ChatWeb.Messages.Markdown;

/// <summary>
/// What links may do: lead to the web or to a mail program, in a page of their own that is told nothing. Pictures from
/// elsewhere are links too, since a picture would tell its host who reads.
/// </summary>
internal static class Links
{
    private static readonly string[] SafeSchemes = [Uri.UriSchemeHttp, Uri.UriSchemeHttps, Uri.UriSchemeMailto];

    /// <summary>
    /// Only absolute addresses that begin with a known scheme: browsers read <c>java\tscript:</c> and the like in
    /// surprising ways.
    /// </summary>
    public static bool IsSafe(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri)
        && SafeSchemes.Contains(uri.Scheme)
        && url.StartsWith(uri.Scheme, StringComparison.OrdinalIgnoreCase);

    /// <summary>What may not be a link is shown as it was typed.</summary>
    public static void MakeSafe(MarkdownDocument document)
    {
        foreach (var inline in document.Descendants<Inline>().ToList())
        {
            switch (inline)
            {
                case AutolinkInline auto when !IsSafe(auto.IsEmail ? $"{Uri.UriSchemeMailto}:{auto.Url}" : auto.Url):
                    auto.ReplaceBy(new LiteralInline($"<{auto.Url}>"));
                    break;
                case LinkInline link when HasLinkAbove(link):
                    Unwrap(link);
                    break;
                case LinkInline link when !IsSafe(link.Url):
                    link.InsertBefore(new LiteralInline(link.IsImage ? "![" : "["));
                    link.InsertAfter(new LiteralInline($"]({link.Url})"));
                    Unwrap(link);
                    break;
                case LinkInline or AutolinkInline:
                    OpenOutside(inline);
                    break;
            }
        }
    }

    private static void OpenOutside(Inline inline)
    {
        if (inline is LinkInline link)
        {
            link.IsImage = false;
        }

        var attributes = inline.GetAttributes();
        attributes.AddPropertyIfNotExist("target", "_blank");
        attributes.AddPropertyIfNotExist("rel", "noopener noreferrer nofollow");
    }

    private static bool HasLinkAbove(LinkInline link)
    {
        for (var above = link.Parent; above is not null; above = above.Parent)
        {
            if (above is LinkInline)
            {
                return true;
            }
        }

        return false;
    }

    private static void Unwrap(LinkInline link)
    {
        for (Inline after = link; link.FirstChild is { } child; after = child)
        {
            child.Remove();
            after.InsertAfter(child);
        }

        link.Remove();
    }
}
