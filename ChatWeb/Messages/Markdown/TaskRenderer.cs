using Markdig.Extensions.TaskLists;
using Markdig.Renderers;
using Markdig.Renderers.Html;

namespace ChatWeb.Messages.Markdown;

/// <summary>The box of a task. A picture of one: nothing happens on pressing it, so it is no control.</summary>
internal sealed class TaskRenderer : HtmlObjectRenderer<TaskList>
{
    protected override void Write(HtmlRenderer renderer, TaskList obj) =>
        renderer.Write(obj.Checked ? """<span class="task done">☑</span>""" : """<span class="task">☐</span>""");
}
