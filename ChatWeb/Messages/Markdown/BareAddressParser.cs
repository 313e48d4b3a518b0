using System.Buffers;
using Markdig.Helpers;
using Markdig.Parsers;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace ChatWeb.Messages.Markdown;

/// <summary>Makes links of addresses as they are pasted: <c>https://…</c>, <c>http://…</c> and <c>www.…</c>.</summary>
internal sealed class BareAddressParser : InlineParser
{
    /// <summary>A name of 253 characters, with a user and a port.</summary>
    private const int MaxHost = 300;

    private static readonly SearchValues<char> HostEnds = SearchValues.Create("/?# \t\r\n<>\"`|");

    public BareAddressParser() => OpeningCharacters = ['h', 'H', 'w', 'W'];

    public override bool Match(InlineProcessor processor, ref StringSlice slice)
    {
        var text = slice.AsSpan();
        var www = text.StartsWith("www.", StringComparison.OrdinalIgnoreCase);
        if (!www && !text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) && !text.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var before = slice.PeekCharExtra(-1);
        if (char.IsAsciiLetterOrDigit(before) || (www && before is '.' or '/' or '@' or '-' or '_'))
        {
            return false;
        }

        if (!HasHost(text, www))
        {
            return false;
        }

        var length = BareAddress.LengthOf(text);
        var shown = new StringSlice(slice.Text, slice.Start, slice.Start + length - 1);
        var address = www ? $"https://{shown}" : shown.ToString();
        if (!HasHost(text[..length], www) || !Links.IsSafe(address))
        {
            return false;
        }

        var start = processor.GetSourcePosition(slice.Start, out var line, out var column);
        var link = new LinkInline
        {
            Url = address,
            IsClosed = true,
            IsAutoLink = true,
            Line = line,
            Column = column,
            Span = new SourceSpan(start, start + length - 1),
        };
        link.AppendChild(new LiteralInline(shown) { IsClosed = true });
        processor.Inline = link;
        slice.Start += length;
        return true;
    }

    /// <summary>Asked before an address is measured and parsed, which takes long where there is only a host and it is endless.</summary>
    private static bool HasHost(ReadOnlySpan<char> address, bool www)
    {
        var host = www ? address : address[(address.IndexOf("//") + 2)..];
        host = host[..Math.Min(host.Length, MaxHost)];
        var end = host.IndexOfAny(HostEnds);
        host = end < 0 ? host : host[..end];
        return host.Length is > 0 and < MaxHost && (!www || host.Count('.') > 1);
    }
}
