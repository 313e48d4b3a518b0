using System.Text;
using Markdig.Extensions.TaskLists;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace ChatWeb.Messages.Markdown;

/// <summary>The words of a message on lines of their own. What is covered stays covered.</summary>
internal static class PlainText
{
    /// <summary>As long for every secret.</summary>
    public const string Covered = "▒▒▒▒";

    public static string Of(MarkdownDocument document)
    {
        var text = new StringBuilder();
        foreach (var block in document.Descendants<LeafBlock>())
        {
            if (block.Inline is { } inlines)
            {
                Write(text, inlines);
            }
            else
            {
                text.Append(block.Lines.ToString());
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    private static void Write(StringBuilder text, ContainerInline container)
    {
        foreach (var inline in container)
        {
            _ = inline switch
            {
                LiteralInline literal => text.Append(literal.Content.AsSpan()),
                CodeInline code => text.Append(code.Content),
                AutolinkInline link => text.Append(link.Url),
                HtmlEntityInline entity => text.Append(entity.Transcoded.AsSpan()),
                TaskList task => text.Append(task.Checked ? '☑' : '☐'),
                DelimiterInline mark => text.Append(mark.ToLiteral()),
                LineBreakInline => text.Append('\n'),
                SpoilerInline => text.Append(Covered),
                _ => text,
            };
            if (inline is ContainerInline inside and not SpoilerInline)
            {
                Write(text, inside);
            }
        }
    }
}
