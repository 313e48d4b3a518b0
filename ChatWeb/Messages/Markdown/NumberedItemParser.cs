using Markdig.Parsers;

namespace ChatWeb.Messages.Markdown;

/// <summary>Numbers of lists; a date as Korean writes it (<c>2026. 11. 21.</c>) is not three lists, one in another.</summary>
internal sealed class NumberedItemParser : OrderedListItemParser
{
    private readonly NumberedListItemParser _number = new();

    public NumberedItemParser() => OpeningCharacters = _number.OpeningCharacters;

    public override bool TryParse(BlockProcessor state, char pendingBulletType, out ListInfo result)
    {
        result = default;
        return !IsDate(state.Line.AsSpan()) && _number.TryParse(state, pendingBulletType, out result);
    }

    /// <summary>A number with a full stop, and another such after it.</summary>
    private static bool IsDate(ReadOnlySpan<char> line) => Skip(ref line) && Skip(ref line);

    private static bool Skip(ref ReadOnlySpan<char> line)
    {
        line = line.TrimStart(' ');
        var digits = line.IndexOfAnyExceptInRange('0', '9');
        if (digits <= 0 || line[digits] != '.')
        {
            return false;
        }

        line = line[(digits + 1)..];
        return true;
    }
}
