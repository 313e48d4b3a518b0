using System.Globalization;
using ChatWeb.Components;

namespace ChatWeb.Messages.Commands;

/// <summary>What a command answers, as the page takes it in.</summary>
internal static class CommandFragments
{
    public static async Task<string> RenderAsync(FragmentRenderer fragments, CommandResult.Answered answer, CultureInfo culture)
    {
        var html = await fragments.RenderAsync<CommandAnswer>(new Dictionary<string, object?> { [nameof(CommandAnswer.Answer)] = answer }, culture);
        return $"""<hx-partial hx-target="#composer-answer" hx-swap="innerHTML">{html}</hx-partial>""";
    }
}
