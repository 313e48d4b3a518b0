using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using ChatWeb.Tests.Support;

namespace ChatWeb.Benchmarks.Streams;

/// <summary>
/// The built program, with some people in it who read: half of them signed in by a bearer token, half by a cookie.
/// Their streams per person are not limited here (<c>Chat__Stream__MaxPerUser</c>), nor is what the one who posts posts.
/// </summary>
internal sealed class ChatWebServer : IStreamServer
{
    private const int People = 20;
    private const int Posters = 8;
    private const int PostsPerSecond = 50;

    private readonly List<ChatApi> _people = [];
    private readonly List<string> _signedIn = [];
    private long _room;

    private ChatWebServer(ChatServer program) => Program = program;

    public ChatServer Program { get; }

    public string Name => "ChatWeb";

    public int ProcessId => Program.ProcessId;

    public int Port => Program.Address.Port;

    /// <param name="settings">Besides its own, e.g. where Redis is.</param>
    public static async Task<ChatWebServer> StartAsync(params (string Name, string? Value)[] settings)
    {
        var server = new ChatWebServer(await StartProgramAsync(settings));
        for (var i = 0; i < People; i++)
        {
            var person = await ChatApi.RegisterAsync(server.Program, "reader");
            server._people.Add(person);
            server._signedIn.Add(i % 2 == 0 ? $"Authorization: {person.Http.DefaultRequestHeaders.Authorization}" : $"Cookie: {await CookieAsync(server.Program, person)}");
        }

        server._room = await server.NewRoomAsync();
        return server;
    }

    /// <summary>The program alone: another node, where people of the first are known.</summary>
    public static Task<ChatServer> StartProgramAsync(params (string Name, string? Value)[] settings) => ChatServer.StartAsync(
    [
        ("ASPNETCORE_ENVIRONMENT", "Production"),
        ("Chat__Stream__MaxPerUser", "1000000"),
        ("Chat__Posting__Messages", "1000000"),
        .. settings,
    ]);

    /// <summary>
    /// Half of a new process's time goes into compiling what it does often, and the runtime puts that off while it is
    /// busy: first some thousand posts, then few enough a second that it gets round to it. A server runs for weeks, so
    /// this comes before anything is measured that has posts in it.
    /// </summary>
    public async Task WarmUpAsync(long room, CancellationToken cancellationToken)
    {
        Task PostAsync(int turn) => PublishAsync(room, "a post before anything is measured");
        await Load.BackToBackAsync(Posters, TimeSpan.FromSeconds(12), PostAsync, cancellationToken);
        await Load.AtRateAsync(PostsPerSecond, TimeSpan.FromSeconds(12), PostAsync, cancellationToken);
    }

    /// <summary>A public room whose one member is the one who posts.</summary>
    public async Task<long> NewRoomAsync() => (await _people[0].CreateRoomAsync()).Id;

    public Task<IReadOnlyList<Reader>> OpenAsync(Crowd crowd, int count, CancellationToken cancellationToken) =>
        OpenAsync(crowd, [_room], count, atOnce: 256, cancellationToken);

    /// <summary>Opens streams, in these rooms in turn; ready when all are live.</summary>
    public async Task<IReadOnlyList<Reader>> OpenAsync(Crowd crowd, IReadOnlyList<long> rooms, int count, int atOnce, CancellationToken cancellationToken)
    {
        var readers = Readers(rooms, count);
        await crowd.OpenAsync(readers, Port, atOnce);
        await crowd.UntilAsync(() => readers.All(reader => reader.IsLive), 120, $"{Name} has all live", cancellationToken);
        return readers;
    }

    public List<Reader> Readers(IReadOnlyList<long> rooms, int count, bool areStalled = false) =>
        [.. Enumerable.Range(0, count).Select(i => new Reader(last => Request(rooms[i % rooms.Count], i, last), areStalled))];

    public Task PublishAsync(string text, CancellationToken cancellationToken) => PublishAsync(_room, text);

    public Task PublishAsync(long room, string text) => _people[0].PostAsync(room, text);

    /// <summary>The room's newest sequence.</summary>
    public async Task<long> HeadAsync(long room) => (await _people[0].RoomAsync(room)).Head;

    public async ValueTask DisposeAsync()
    {
        _people.ForEach(person => person.Dispose());
        await Program.DisposeAsync();
    }

    private byte[] Request(long room, int turn, long last)
    {
        var resume = last > 0 ? string.Create(CultureInfo.InvariantCulture, $"Last-Event-ID: {last}\r\n") : "";
        var who = _signedIn[turn % People];
        return Encoding.ASCII.GetBytes($"GET /chat/sse/{room}?format=json HTTP/1.1\r\nHost: 127.0.0.1:{Port}\r\nAccept: text/event-stream\r\n{resume}{who}\r\n\r\n");
    }

    private static async Task<string> CookieAsync(ChatServer program, ChatApi person)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = program.Address };
        using var answer = await http.PostAsJsonAsync("/api/identity/login?useCookies=true", new { email = person.Email, password = ChatApi.Password });
        await ChatApi.ExpectAsync(answer, HttpStatusCode.OK);
        return answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
    }
}
