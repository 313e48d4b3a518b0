using Markdig.Extensions.Tables;
using Markdig.Helpers;
using Markdig.Parsers;
using Markdig.Syntax;

namespace ChatWeb.Messages.Markdown;

/// <summary>
/// Tables: a line with bars, a line of dashes with as many, and every line with bars that follows. Markdig's own finds
/// them among the inlines, which takes time that grows with the square of their cells, and fills short rows up.
/// </summary>
internal sealed class TableParser : BlockParser
{
    public TableParser() => OpeningCharacters = ['|', ':', '-'];

    public override BlockState TryOpen(BlockProcessor processor)
    {
        if (processor.IsCodeIndent
            || processor.CurrentBlock is not ParagraphBlock paragraph
            || paragraph.Parent != processor.CurrentContainer
            || TableLine.Alignments(processor.Line) is not { } alignments)
        {
            return BlockState.None;
        }

        var header = paragraph.Lines.Lines[paragraph.Lines.Count - 1].Slice;
        var cells = TableLine.Split(header);
        if (header.IndexOf('|') < 0 || cells.Count != alignments.Count)
        {
            return BlockState.None;
        }

        paragraph.Lines.RemoveAt(paragraph.Lines.Count - 1);
        if (paragraph.Lines.Count == 0)
        {
            processor.Discard(paragraph);
        }

        var table = new Table(this) { Column = processor.Column, Span = new SourceSpan(header.Start, processor.Line.End) };
        table.ColumnDefinitions.AddRange(alignments.Select(alignment => new TableColumnDefinition { Alignment = alignment }));
        table.Add(Row(cells, isHeader: true));
        processor.NewBlocks.Push(table);
        return BlockState.ContinueDiscard;
    }

    public override BlockState TryContinue(BlockProcessor processor, Block block)
    {
        if (processor.IsBlankLine || processor.Line.IndexOf('|') < 0)
        {
            return BlockState.None;
        }

        ((Table)block).Add(Row(TableLine.Split(processor.Line), isHeader: false));
        return BlockState.ContinueDiscard;
    }

    private static TableRow Row(List<StringSlice> cells, bool isHeader)
    {
        var row = new TableRow { IsHeader = isHeader, IsOpen = false };
        foreach (var slice in cells)
        {
            var text = new ParagraphBlock { Lines = new StringLineGroup(1), IsOpen = false };
            var line = slice;
            text.Lines.Add(new StringLine(ref line));
            row.Add(new TableCell { IsOpen = false });
            ((TableCell)row[^1]).Add(text);
        }

        return row;
    }
}
