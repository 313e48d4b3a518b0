using Markdig.Parsers;
using Markdig.Syntax;

namespace ChatWeb.Messages.Markdown;

/// <summary>
/// Paragraphs as people mean them in a talk. A line like <c>[notice]: tomorrow</c> is no definition of a link, which
/// would make it vanish, and a line below of <c>---</c> makes no heading.
/// </summary>
internal sealed class ParagraphParser : ParagraphBlockParser
{
    public ParagraphParser() => ParseSetextHeadings = false;

    public override bool Close(BlockProcessor processor, Block block)
    {
        ref var lines = ref ((ParagraphBlock)block).Lines;
        for (var i = 0; i < lines.Count; i++)
        {
            lines.Lines[i].Slice.TrimStart();
        }

        if (lines.Count > 0)
        {
            lines.Lines[lines.Count - 1].Slice.TrimEnd();
        }

        return lines.Count > 0;
    }
}
