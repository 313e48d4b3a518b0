namespace ChatWeb.Messages.Markdown;

/// <summary>What stands around what people wrote, in <c>MarkdownTexts.resx</c>.</summary>
public sealed class MarkdownTexts;
