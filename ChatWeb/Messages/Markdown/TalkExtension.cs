using ChatWeb.Messages.Mentions;
using Markdig;
using Markdig.Extensions.TaskLists;
using Markdig.Parsers;
using Markdig.Renderers;

namespace ChatWeb.Messages.Markdown;

/// <summary>Markdown as it is written in a talk.</summary>
internal sealed class TalkExtension : IMarkdownExtension
{
    /// <summary>Deeper than anybody quotes a quote; deeper ones are shown as they were typed.</summary>
    private const int Deepest = 24;

    public static MarkdownPipeline Pipeline { get; } = Build();

    public void Setup(MarkdownPipelineBuilder pipeline)
    {
        pipeline.BlockParsers.Insert(0, new TableParser());
        pipeline.BlockParsers.ReplaceOrAdd<ParagraphBlockParser>(new ParagraphParser());
        pipeline.BlockParsers.FindExact<ListBlockParser>()!.ItemParsers.ReplaceOrAdd<NumberedListItemParser>(new NumberedItemParser());
        pipeline.InlineParsers.Insert(0, new SpoilerMark.Parser());
        pipeline.InlineParsers.Insert(0, new BareAddressParser());
    }

    public void Setup(MarkdownPipeline pipeline, IMarkdownRenderer renderer)
    {
        renderer.ObjectRenderers.Insert(0, new TableRenderer());
        renderer.ObjectRenderers.ReplaceOrAdd<HtmlTaskListRenderer>(new TaskRenderer());
        renderer.ObjectRenderers.Insert(0, new SpoilerInline.Renderer());
    }

    private static MarkdownPipeline Build()
    {
        var builder = new MarkdownPipelineBuilder { MaximumNestingDepth = Deepest }
            .DisableHtml()
            .DisableHeadings()
            .UseSoftlineBreakAsHardlineBreak()
            .UseTaskLists()
            .UseEmphasisExtras(Markdig.Extensions.EmphasisExtras.EmphasisExtraOptions.Strikethrough)
            .UseCjkFriendlyEmphasis()
            .Use<MentionExtension>();
        builder.Extensions.Add(new TalkExtension());
        return builder.Build();
    }
}
