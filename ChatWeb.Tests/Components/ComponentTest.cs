using System.Globalization;
using Bunit;
using ChatWeb.Messages;
using ChatWeb.Rooms;
using Microsoft.Extensions.DependencyInjection;

namespace ChatWeb.Tests.Components;

/// <summary>A component rendered alone, with the program's own texts, in English unless a test says otherwise.</summary>
public abstract class ComponentTest : BunitContext
{
    protected static readonly Guid Me = Guid.Parse("01939c1e-0000-7000-8000-00000000000a");
    protected static readonly Guid Other = Guid.Parse("01939c1e-0000-7000-8000-00000000000b");
    protected static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, 120, TimeSpan.Zero);

    protected ComponentTest()
    {
        Services.AddLocalization();
        Speak("en");
    }

    protected static void Speak(string language) =>
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);

    protected static MessageView Message(long number, Guid? sender = null, DateTimeOffset? at = null, string html = "<p>Hello</p>", string name = "Ada") => new()
    {
        Id = 100 + number,
        RoomId = 1,
        Number = number,
        Seq = number,
        ClientId = new Guid((int)number, 0, 0, new byte[8]),
        Type = "text",
        SenderUuid = sender ?? Other,
        SenderName = name,
        Body = "Hello",
        Html = html,
        CreatedAt = at ?? Noon.AddMinutes(number),
    };

    protected static MessagePage Page(params MessageView[] messages) =>
        new(messages, HasMoreBefore: messages.Length > 0 && messages[0].Number > 1, HasMoreAfter: false, Head: 40);

    protected static RoomView Room(long id = 1, string name = "talk", string topic = "", string kind = "public", long unread = 0, long mentions = 0, bool member = true, int members = 3, long lastRead = 5) =>
        new(id, name, topic, kind, 40, lastRead + unread, lastRead, unread, mentions, Noon, member, members);
}
