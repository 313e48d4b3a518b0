using Markdig.Helpers;
using Markdig.Parsers;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax.Inlines;

namespace ChatWeb.Messages.Mentions;

/// <summary>Whom one parse takes an @ for. Without it an @ is a character like others.</summary>
internal abstract class MentionReader : Markdig.MarkdownParserContext
{
    /// <summary>Looks at what follows an @ up to the end of its line; the name that it begins with, if it is one.</summary>
    public abstract MentionName? Read(ReadOnlySpan<char> text);
}

/// <summary>A name in a message, with all whom it means: names are not unique.</summary>
/// <param name="Name">As long as it is in the text.</param>
/// <param name="Users">The ids, one space between them; nothing for a word that means a group.</param>
internal sealed record MentionName(string Name, string Users);

/// <summary>Somebody named in a message.</summary>
internal sealed class MentionInline(string text, string users) : LeafInline
{
    /// <summary>As it was typed, with the @.</summary>
    public string Text => text;

    public string Users => users;
}

/// <summary>
/// Finds @ where Markdown has text: not in code, not in addresses, and not after a backslash. What is read when a
/// message is posted and what is shown of it are found by this alone, so they can't differ.
/// </summary>
internal sealed class MentionParser : InlineParser
{
    public MentionParser() => OpeningCharacters = ['@'];

    public override bool Match(InlineProcessor processor, ref StringSlice slice)
    {
        if (processor.Context is not MentionReader reader || !MentionEnds.CanFollow(slice.PeekCharExtra(-1)))
        {
            return false;
        }

        var text = slice.AsSpan()[1..];
        if (text.IndexOf('\n') is >= 0 and var end)
        {
            text = text[..end];
        }

        if (text.IsEmpty || char.IsWhiteSpace(text[0]) || reader.Read(text) is not { } name)
        {
            return false;
        }

        processor.Inline = new MentionInline($"@{text[..name.Name.Length]}", name.Users);
        slice.Start += 1 + name.Name.Length;
        return true;
    }
}

internal sealed class MentionRenderer : HtmlObjectRenderer<MentionInline>
{
    protected override void Write(HtmlRenderer renderer, MentionInline mention)
    {
        renderer.Write("<span class=\"mention\" data-user=\"").Write(mention.Users).Write("\">").WriteEscape(mention.Text).Write("</span>");
    }
}

/// <summary>Mentions as a part of Markdown.</summary>
internal sealed class MentionExtension : Markdig.IMarkdownExtension
{
    public void Setup(Markdig.MarkdownPipelineBuilder pipeline) => pipeline.InlineParsers.Insert(0, new MentionParser());

    public void Setup(Markdig.MarkdownPipeline pipeline, IMarkdownRenderer renderer) => renderer.ObjectRenderers.AddIfNotAlready<MentionRenderer>();
}
