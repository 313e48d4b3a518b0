using Markdig.Extensions.Tables;
using Markdig.Renderers;
using Markdig.Renderers.Html;

namespace ChatWeb.Messages.Markdown;

/// <summary>
/// A table in an element that scrolls. Markdig's own sets columns right by style attributes, which the page's policy
/// forbids.
/// </summary>
internal sealed class TableRenderer : HtmlObjectRenderer<Table>
{
    protected override void Write(HtmlRenderer renderer, Table obj)
    {
        renderer.EnsureLine();
        renderer.Write("""<div class="table"><table>""");
        foreach (var row in obj.OfType<TableRow>())
        {
            renderer.Write("<tr>");
            for (var column = 0; column < row.Count; column++)
            {
                WriteCell(renderer, obj, row, column);
            }

            renderer.Write("</tr>");
        }

        renderer.WriteLine("</table></div>");
    }

    private static void WriteCell(HtmlRenderer renderer, Table table, TableRow row, int column)
    {
        var tag = row.IsHeader ? "th" : "td";
        var alignment = column < table.ColumnDefinitions.Count ? table.ColumnDefinitions[column].Alignment : null;
        renderer.Write('<').Write(tag);
        renderer.Write(alignment switch
        {
            TableColumnAlign.Center => " class=\"center\">",
            TableColumnAlign.Right => " class=\"end\">",
            _ => ">",
        });

        var implicitParagraph = renderer.ImplicitParagraph;
        renderer.ImplicitParagraph = true;
        renderer.Write((TableCell)row[column]);
        renderer.ImplicitParagraph = implicitParagraph;
        renderer.Write("</").Write(tag).Write('>');
    }
}
