using System.Text.Encodings.Web;
using Markdig;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace ChatWeb.Messages;

/// <summary>
/// Makes HTML that is safe to insert from what people type: Markdown without raw HTML, links with safe schemes only,
/// and pictures from elsewhere as links, since a picture would tell its host who reads.
/// </summary>
public static class MarkdownRenderer
{
    private static readonly string[] SafeSchemes = [Uri.UriSchemeHttp, Uri.UriSchemeHttps, Uri.UriSchemeMailto];

    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .DisableHtml()
        .DisableHeadings()
        .UseSoftlineBreakAsHardlineBreak()
        .UseAutoLinks()
        .UseEmphasisExtras(Markdig.Extensions.EmphasisExtras.EmphasisExtraOptions.Strikethrough)
        .Build();

    public static string ToHtml(string body)
    {
        try
        {
            var document = Markdown.Parse(body, Pipeline);
            foreach (var link in document.Descendants<LinkInline>().ToList())
            {
                MakeSafe(link);
            }

            foreach (var link in document.Descendants<AutolinkInline>())
            {
                MakeSafe(link);
            }

            return document.ToHtml(Pipeline).TrimEnd('\n');
        }
        catch (ArgumentException)
        {
            // Nested deeper than Markdig goes (128 levels): nobody writes that to be read as Markdown.
            return $"<p>{HtmlEncoder.Default.Encode(body)}</p>";
        }
    }

    /// <summary>What it says without its marks, for a line about it; not HTML.</summary>
    public static string ToText(string body)
    {
        try
        {
            return Markdown.ToPlainText(body, Pipeline).Trim();
        }
        catch (ArgumentException)
        {
            return body;
        }
    }

    private static void MakeSafe(LinkInline link)
    {
        link.IsImage = false;
        if (!IsSafe(link.Url))
        {
            link.Url = "#";
        }

        OpenOutside(link.GetAttributes());
    }

    private static void MakeSafe(AutolinkInline link)
    {
        if (!link.IsEmail && !IsSafe(link.Url))
        {
            link.Url = "#";
        }

        OpenOutside(link.GetAttributes());
    }

    /// <summary>Only absolute addresses with a known scheme: browsers read <c>java\tscript:</c> and the like in surprising ways.</summary>
    private static bool IsSafe(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && SafeSchemes.Contains(uri.Scheme);

    private static void OpenOutside(HtmlAttributes attributes)
    {
        attributes.AddPropertyIfNotExist("target", "_blank");
        attributes.AddPropertyIfNotExist("rel", "noopener noreferrer nofollow");
    }
}
