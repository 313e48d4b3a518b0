using System.Globalization;

namespace ChatWeb.Streaming.Signals;

/// <summary>Renders signals as fragments for the page, the same for every viewer of a language.</summary>
public interface ISignalRenderer
{
    Task<string> RenderAsync(TypingData typing, CultureInfo culture);

    Task<string> RenderAsync(PresenceData presence, CultureInfo culture);

    Task<string> RenderAsync(ReadReceiptData receipt, CultureInfo culture);
}
