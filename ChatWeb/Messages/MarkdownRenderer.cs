using ChatWeb.Messages.Markdown;
using ChatWeb.Messages.Mentions;
using Markdig;
using Markdig.Renderers;
using Markdig.Syntax;

namespace ChatWeb.Messages;

/// <summary>Makes HTML that is safe to insert from what people type: Markdown without raw HTML, links with safe schemes only.</summary>
public static class MarkdownRenderer
{
    public static string ToHtml(string body) => ToHtml(body, mentions: null);

    /// <param name="body">Markdown.</param>
    /// <param name="mentions">Whom it names.</param>
    internal static string ToHtml(string body, MentionReader? mentions)
    {
        var html = Read(body, document => document.ToHtml(TalkExtension.Pipeline).TrimEnd('\n'), mentions);
        return html is not null && ShowsText(html) ? html : Untouched(body);
    }

    /// <summary>What it says without its marks and covered text, for a line about it; not HTML.</summary>
    public static string ToText(string body) =>
        Read(body, document => PlainText.Of(document).Trim()) is { Length: > 0 } text ? text : body;

    /// <summary>Looks for names where they would be shown.</summary>
    internal static void Read(string body, MentionReader mentions) => Read(body, _ => "", mentions);

    /// <summary>Null when the text is not to be read as Markdown.</summary>
    private static string? Read(string body, Func<MarkdownDocument, string> write, MentionReader? mentions = null)
    {
        if (!Effort.IsBounded(body))
        {
            return null;
        }

        try
        {
            var document = Markdig.Markdown.Parse(body, TalkExtension.Pipeline, mentions);
            Links.MakeSafe(document);
            SpoilerInline.Pair(document);
            CodeLanguages.Name(document);
            return write(document);
        }
        catch (ArgumentException)
        {
            return null; // nested deeper than anybody writes to be read, which parsing and writing say
        }
    }

    /// <summary>A message of nothing but marks ("-", ">", "---") says these, and is no empty list or quote.</summary>
    private static bool ShowsText(ReadOnlySpan<char> html)
    {
        while (html.Length > 0)
        {
            var tag = html.IndexOf('<');
            if (!(tag < 0 ? html : html[..tag]).IsWhiteSpace())
            {
                return true;
            }

            html = tag < 0 ? [] : html[(html.IndexOf('>') + 1)..];
        }

        return false;
    }

    /// <summary>The text as it was typed.</summary>
    private static string Untouched(string body)
    {
        using var html = new StringWriter();
        var renderer = new HtmlRenderer(html);
        renderer.Write("<p>");
        var first = true;
        foreach (var line in body.AsSpan().EnumerateLines())
        {
            if (!first)
            {
                renderer.WriteLine("<br />");
            }

            renderer.WriteEscape(line);
            first = false;
        }

        renderer.Write("</p>");
        return html.ToString();
    }
}
