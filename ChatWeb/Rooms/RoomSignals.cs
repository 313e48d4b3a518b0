using System.Globalization;
using ChatWeb.Components;
using ChatWeb.Streaming.Signals;

namespace ChatWeb.Rooms;

/// <summary>Typing, presence and read receipts as the page takes them in.</summary>
internal sealed class RoomSignals(FragmentRenderer fragments) : ISignalRenderer
{
    public async Task<string> RenderAsync(TypingData typing, CultureInfo culture) =>
        Upsert("typing", await fragments.RenderAsync<TypistList>(Of(nameof(TypistList.Typists), typing.Users), culture));

    public async Task<string> RenderAsync(PresenceData presence, CultureInfo culture) =>
        Upsert("presence", await fragments.RenderAsync<PresenceList>(Of(nameof(PresenceList.Presence), presence), culture));

    public async Task<string> RenderAsync(ReadReceiptData receipt, CultureInfo culture) =>
        Upsert("read-state", await fragments.RenderAsync<ReadReceipt>(Of(nameof(ReadReceipt.Receipt), receipt), culture));

    private static string Upsert(string target, string html) => $"""<hx-partial hx-target="#{target}" hx-swap="upsert">{html}</hx-partial>""";

    private static Dictionary<string, object?> Of(string name, object value) => new() { [name] = value };
}
