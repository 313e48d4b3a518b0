using System.Buffers;

namespace ChatWeb.Messages.Markdown;

/// <summary>
/// Tells text that would take long to parse: every mark of emphasis is compared with those before it, every bracket
/// with those that are open, and lists and quotes in each other are tried at every line. 4,000 such characters take
/// up to 40 ms without this bound and some milliseconds with it.
/// </summary>
internal static class Effort
{
    private const int Emphases = 600;
    private const int Brackets = 600;
    private const int Nesting = 24;

    private static readonly SearchValues<char> Marks = SearchValues.Create(" \t>-+*0123456789.)");

    public static bool IsBounded(ReadOnlySpan<char> body)
    {
        if (body.Length <= Emphases)
        {
            return true;
        }

        return body.Count('[') <= Brackets && RunsOfEmphasis(body) <= Emphases && Deepest(body) <= Nesting;
    }

    private static int RunsOfEmphasis(ReadOnlySpan<char> body)
    {
        var (runs, last) = (0, '\0');
        foreach (var c in body)
        {
            if (c is '*' or '_' or '~' && c != last)
            {
                runs++;
            }

            last = c;
        }

        return runs;
    }

    /// <summary>The most marks of quotes and lists at the beginning of a line.</summary>
    private static int Deepest(ReadOnlySpan<char> body)
    {
        var deepest = 0;
        foreach (var line in body.EnumerateLines())
        {
            var (depth, last) = (0, '\0');
            foreach (var c in line)
            {
                if (!Marks.Contains(c))
                {
                    break;
                }

                depth += c == '>' || (c is ' ' or '\t' && last is '-' or '+' or '*' or '.' or ')') ? 1 : 0;
                last = c;
            }

            deepest = Math.Max(deepest, depth);
        }

        return deepest;
    }
}
