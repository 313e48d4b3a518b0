using System.Globalization;
using System.Text;
using System.Text.Json;
using ChatWeb.Http;

namespace ChatWeb.Streaming;

/// <summary>
/// Something about a room that has no place in its sequence (who types, who is here, how far somebody read), ready in
/// every format: it is not replayed, and the same bytes go to everybody.
/// </summary>
public sealed class RoomSignal
{
    private readonly ReadOnlyMemory<byte>[] _frames = new ReadOnlyMemory<byte>[StreamFormat.All.Count];

    private RoomSignal(string name) => Name = name;

    /// <summary>Its type on the wire.</summary>
    public string Name { get; }

    /// <summary>Makes the frames of all formats.</summary>
    /// <param name="name">The type on the wire, as in <paramref name="data"/>.</param>
    /// <param name="data">What JSON clients get.</param>
    /// <param name="render">The fragments for the page in a language; null when the page has no use for it.</param>
    public static async Task<RoomSignal> MakeAsync<T>(string name, T data, Func<CultureInfo, Task<string>>? render = null)
    {
        var signal = new RoomSignal(name);
        var json = JsonSerializer.SerializeToUtf8Bytes(data, WireJson.Options);
        foreach (var format in StreamFormat.All)
        {
            signal._frames[format.Index] = format switch
            {
                { IsRaw: true } => SseFrames.Line(json),
                { Culture: { } culture } => render is null ? default : SseFrames.Event(name: null, Encoding.UTF8.GetBytes(await render(culture))),
                _ => SseFrames.Event(name, json),
            };
        }

        return signal;
    }

    /// <summary>The bytes for a format; empty when it has no use for the signal.</summary>
    public ReadOnlyMemory<byte> Frame(StreamFormat format) => _frames[format.Index];
}
