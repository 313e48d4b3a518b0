using Markdig.Helpers;
using Markdig.Parsers;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace ChatWeb.Messages.Markdown;

/// <summary>Covered text: <c>||who did it||</c>.</summary>
internal sealed class SpoilerInline : ContainerInline
{
    /// <summary>Covers what stands between marks; a mark without its like is two bars again.</summary>
    public static void Pair(MarkdownDocument document)
    {
        foreach (var container in document.Descendants<SpoilerMark>().Select(mark => mark.Parent!).Distinct().ToList())
        {
            SpoilerMark? open = null;
            for (var inline = container.FirstChild; inline is not null;)
            {
                var next = inline.NextSibling;
                if (inline is SpoilerMark mark)
                {
                    if (open is not null && mark.MayClose && open.NextSibling != mark)
                    {
                        Cover(open, mark);
                        open = null;
                    }
                    else if (mark.MayOpen)
                    {
                        open?.ToText();
                        open = mark;
                    }
                    else
                    {
                        mark.ToText();
                    }
                }

                inline = next;
            }

            open?.ToText();
        }
    }

    private static void Cover(SpoilerMark open, SpoilerMark close)
    {
        var spoiler = new SpoilerInline { IsClosed = true };
        while (open.NextSibling != close)
        {
            var inside = open.NextSibling!;
            inside.Remove();
            spoiler.AppendChild(inside);
        }

        open.ReplaceBy(spoiler);
        close.Remove();
    }

    /// <summary>
    /// Reached by keyboard, uncovered by focus or click (markdown.css), and without scripts too: the inner element is
    /// hidden from everybody, the outer one stands in its place.
    /// </summary>
    public sealed class Renderer : HtmlObjectRenderer<SpoilerInline>
    {
        protected override void Write(HtmlRenderer renderer, SpoilerInline obj)
        {
            renderer.Write("""<span class="spoiler" tabindex="0"><span>""");
            renderer.WriteChildren(obj);
            renderer.Write("</span></span>");
        }
    }
}

/// <summary>Two bars, before it is known whether there are two others.</summary>
internal sealed class SpoilerMark : LeafInline
{
    public required bool MayOpen { get; init; }

    public required bool MayClose { get; init; }

    public void ToText() => ReplaceBy(new LiteralInline("||"));

    public sealed class Parser : InlineParser
    {
        public Parser() => OpeningCharacters = ['|'];

        public override bool Match(InlineProcessor processor, ref StringSlice slice)
        {
            if (slice.PeekChar() != '|')
            {
                return false;
            }

            var (mayOpen, mayClose) = (!slice.PeekChar(2).IsWhiteSpaceOrZero(), !slice.PeekCharExtra(-1).IsWhiteSpaceOrZero());
            if (!mayOpen && !mayClose)
            {
                return false; // "a || b" is about something else, and in a table an empty cell
            }

            processor.Inline = new SpoilerMark { MayOpen = mayOpen, MayClose = mayClose };
            slice.Start += 2;
            return true;
        }
    }
}
