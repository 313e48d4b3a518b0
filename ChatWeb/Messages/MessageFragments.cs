using System.Globalization;
using ChatWeb.Components;

namespace ChatWeb.Messages;

/// <summary>Messages as the page takes them in, the same bytes from the stream and from an htmx answer.</summary>
internal static class MessageFragments
{
    public static Task<string> RenderAsync(FragmentRenderer fragments, MessageView message, CultureInfo culture) =>
        fragments.RenderAsync<MessageItem>(new Dictionary<string, object?> { [nameof(MessageItem.Message)] = message }, culture);

    /// <summary>Wraps messages so that htmx puts them where they belong in the talk.</summary>
    public static string Upsert(string items) => $"""<hx-partial hx-target="#messages" hx-swap="upsert">{items}</hx-partial>""";
}
