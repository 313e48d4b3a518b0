using Markdig.Extensions.Tables;
using Markdig.Helpers;

namespace ChatWeb.Messages.Markdown;

/// <summary>A line of a table.</summary>
internal static class TableLine
{
    /// <summary>What stands between the bars; those that are escaped, in code or a spoiler's are text.</summary>
    public static List<StringSlice> Split(StringSlice line)
    {
        line.Trim();
        var cells = new List<StringSlice>();
        var text = line.Text;
        var start = line.CurrentChar == '|' && !IsSpoiler(line, line.Start) ? line.Start + 1 : line.Start;
        for (var i = start; i <= line.End; i++)
        {
            switch (text[i])
            {
                case '\\':
                    i++;
                    break;
                case '`':
                    i = Math.Max(i, text.IndexOf('`', i + 1, line.End - i));
                    break;
                case '|' when IsSpoiler(line, i):
                    i = text.IndexOf("||", i + 2, line.End - i - 1, StringComparison.Ordinal) + 1;
                    break;
                case '|':
                    cells.Add(Cell(text, start, i - 1));
                    start = i + 1;
                    break;
            }
        }

        if (start <= line.End)
        {
            cells.Add(Cell(text, start, line.End));
        }

        return cells;
    }

    /// <summary>How the columns are set, if this is the line of dashes below a table's head; null for a column as it comes.</summary>
    public static List<TableColumnAlign?>? Alignments(StringSlice line)
    {
        if (line.AsSpan().ContainsAnyExcept("|:- \t") || line.IndexOf('|') < 0)
        {
            return null;
        }

        var alignments = new List<TableColumnAlign?>();
        foreach (var cell in Split(line))
        {
            var dashes = cell.AsSpan();
            var (left, right) = (dashes.StartsWith(':'), dashes.EndsWith(':'));
            if (dashes.Trim(':') is not { Length: > 0 } bare || bare.ContainsAnyExcept('-') || dashes.Length - bare.Length > 2)
            {
                return null;
            }

            alignments.Add((left, right) switch
            {
                (true, true) => TableColumnAlign.Center,
                (false, true) => TableColumnAlign.Right,
                _ => null,
            });
        }

        return alignments;
    }

    /// <summary>Whether two bars cover what follows, up to two others.</summary>
    private static bool IsSpoiler(StringSlice line, int at)
    {
        var text = line.Text.AsSpan(at, line.End - at + 1);
        return text.StartsWith("||")
            && text.Length > 2 && !char.IsWhiteSpace(text[2])
            && text[3..].IndexOf("||") is >= 0 and var close
            && !char.IsWhiteSpace(text[close + 2]);
    }

    private static StringSlice Cell(string text, int start, int end)
    {
        var cell = new StringSlice(text, start, end);
        cell.Trim();
        return cell;
    }
}
