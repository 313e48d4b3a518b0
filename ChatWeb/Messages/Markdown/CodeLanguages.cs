using Markdig.Renderers.Html;
using Markdig.Syntax;

namespace ChatWeb.Messages.Markdown;

/// <summary>The language of a code block as a class, for the script that colours it; whatever is no name of one is left out.</summary>
internal static class CodeLanguages
{
    private const int MaxLength = 20;

    public static void Name(MarkdownDocument document)
    {
        foreach (var code in document.Descendants<FencedCodeBlock>())
        {
            var attributes = code.GetAttributes();
            attributes.Classes?.Clear();
            var language = code.Info?.ToLowerInvariant();
            code.Info = null;
            if (language is { Length: > 0 and <= MaxLength } && language.All(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '#' or '-'))
            {
                attributes.AddClass($"language-{language}");
            }
        }
    }
}
