using System.Globalization;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Browser;

/// <summary>Every screen that there is, with what makes a layout suffer: long names, long words, code, lists and quotes.</summary>
internal static class Screens
{
    public const string LongWord = "https://example.org/a/very/long/address/that/has/no/place/to/break/" + "abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwxyz0123456789";

    private static readonly string[] Messages =
    [
        "Good morning! The draft is ready.",
        "좋은 아침이에요 ☀️",
        LongWord,
        "```\nvar veryLongLine = await server.StartAsync(new Options { Address = \"127.0.0.1\", Port = 8080, Certificate = null, Shutdown = TimeSpan.FromSeconds(30) });\n```",
        "> 인용한 말은 이렇게 보여요.\n\n- 하나\n- 둘 **굵게** `코드`\n\n1. first\n2. second",
        "오늘 회의에서 나온 이야기를 정리해 두었어요. 첫 화면은 지금처럼 두고, 방 목록만 조금 더 조용하게 다듬기로 했고, 모바일에서는 서랍을 먼저 닫은 뒤에 대화로 넘어가는 흐름이 더 자연스럽다는 의견이 많았습니다. 다음 주 수요일까지 시안을 보고 다시 이야기해요.",
        "## A heading\n\nA [link](https://example.org), *emphasis* and a line\nbroken in two.",
    ];

    /// <summary>Fills a room by three people and returns every screen's address, by name.</summary>
    /// <param name="reader">Who looks: a member of the first room, and no member of the other.</param>
    public static async Task<IReadOnlyList<(string Name, string Path)>> PrepareAsync(ChatServer server, ChatApi reader)
    {
        using var minjun = await ChatApi.RegisterAsync(server, "minjun");
        using var seoyeon = await ChatApi.RegisterAsync(server, "seoyeon");
        var talk = await minjun.CreateRoomAsync("디자인 검토와 아주 긴 이름을 가진 방은 어떻게 보일까", topic: "What we make, how it looks and why it is calm");
        await seoyeon.JoinAsync(talk.Id);
        await reader.JoinAsync(talk.Id);
        ChatApi[] people = [minjun, seoyeon, reader];
        for (var i = 0; i < Messages.Length * people.Length; i++)
        {
            await people[i / 2 % people.Length].PostAsync(talk.Id, Messages[i % Messages.Length]);
        }

        var empty = await reader.CreateRoomAsync("Empty room");
        var foreign = await minjun.CreateRoomAsync("Open house");
        await minjun.PostAsync(foreign.Id, "Come in");
        return
        [
            ("talk", Room(talk.Id)),
            ("empty room", Room(empty.Id)),
            ("room of others", Room(foreign.Id)),
            ("rooms", "/rooms"),
            ("new room", "/rooms/new"),
            ("profile", "/account/profile"),
            ("invitation gone", "/invite/unknown"),
            ("error", "/rooms/999999999"),
        ];
    }

    /// <summary>Screens of those who are not signed in.</summary>
    public static IReadOnlyList<(string Name, string Path)> Outside { get; } =
    [
        ("sign in", "/account/sign-in"),
        ("register", "/account/register"),
    ];

    private static string Room(long id) => string.Create(CultureInfo.InvariantCulture, $"/rooms/{id}");
}
