using System.Globalization;
using ChatWeb.Components;
using ChatWeb.Messages.Changes;

namespace ChatWeb.Messages;

/// <summary>Messages as the page takes them in, the same bytes from the stream and from an htmx answer.</summary>
internal static class MessageFragments
{
    public static Task<string> RenderAsync(FragmentRenderer fragments, MessageView message, CultureInfo culture) =>
        fragments.RenderAsync<MessageItem>(new Dictionary<string, object?> { [nameof(MessageItem.Message)] = message }, culture);

    /// <summary>A message that was told before and says something else now.</summary>
    public static Task<string> RenderChangedAsync(FragmentRenderer fragments, MessageView message, CultureInfo culture) =>
        fragments.RenderAsync<ChangedMessage>(new Dictionary<string, object?> { [nameof(ChangedMessage.Message)] = message }, culture);

    /// <summary>Wraps messages so that htmx puts them where they belong in the talk.</summary>
    public static string Upsert(string items) => $"""<hx-partial hx-target="#messages" hx-swap="upsert">{items}</hx-partial>""";
}
