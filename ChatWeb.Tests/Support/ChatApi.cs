using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace ChatWeb.Tests.Support;

/// <summary>Another program that talks to the server: a bearer token and JSON.</summary>
public sealed class ChatApi : IDisposable
{
    public const string Password = "Battery-staple-1";
    private static int _people;

    private ChatApi(HttpClient http, string email)
    {
        Http = http;
        Email = email;
    }

    public HttpClient Http { get; }

    public string Email { get; }

    /// <summary>Registers somebody new and signs them in.</summary>
    public static Task<ChatApi> RegisterAsync(ChatServer server, string? name = null) => RegisterAsync(server.Address, name);

    public static async Task<ChatApi> RegisterAsync(Uri server, string? name = null)
    {
        var email = $"{name ?? "person"}{Interlocked.Increment(ref _people)}@example.org";
        using var http = new HttpClient { BaseAddress = server };
        using var registered = await http.PostAsJsonAsync("/api/identity/register", new { email, password = Password });
        await ExpectAsync(registered, HttpStatusCode.OK);
        return await SignInAsync(server, email, Password);
    }

    public static Task<ChatApi> AdminAsync(ChatServer server) => AdminAsync(server.Address);

    public static Task<ChatApi> AdminAsync(Uri server) => SignInAsync(server, ChatServer.AdminEmail, ChatServer.AdminPassword);

    public static Task<ChatApi> SignInAsync(ChatServer server, string email, string password = Password) =>
        SignInAsync(server.Address, email, password);

    public static async Task<ChatApi> SignInAsync(Uri server, string email, string password = Password)
    {
        var http = new HttpClient(new SocketsHttpHandler
        {
            UseCookies = false,
            AllowAutoRedirect = false,
            Expect100ContinueTimeout = SseClient.Patience, // a body that is being sent has been asked for
        })
        { BaseAddress = server };
        using var answer = await http.PostAsJsonAsync("/api/identity/login", new { email, password });
        await ExpectAsync(answer, HttpStatusCode.OK);
        var tokens = await answer.Content.ReadFromJsonAsync<WireTokens>();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", tokens!.AccessToken);
        return new ChatApi(http, email);
    }

    public async Task<WireRoom> CreateRoomAsync(string name = "Room", string kind = "public", string? topic = null)
    {
        using var answer = await Http.PostAsJsonAsync("/api/chat/rooms", new { name, kind, topic });
        return await ReadAsync<WireRoom>(answer, HttpStatusCode.Created);
    }

    public async Task<IReadOnlyList<WireRoom>> RoomsAsync() =>
        (await GetAsync<WireRooms>("/api/chat/rooms")).Rooms;

    public async Task<WireRoom> RoomAsync(long roomId) => (await RoomsAsync()).Single(room => room.Id == roomId);

    /// <summary>The names of members that have it in them.</summary>
    public async Task<IReadOnlyList<WireMember>> FindMembersAsync(long roomId, string query) =>
        (await GetAsync<WireMembers>($"/api/chat/rooms/{roomId}/members?q={Uri.EscapeDataString(query)}")).Members;

    public async Task JoinAsync(long roomId)
    {
        using var answer = await Http.PostAsync($"/api/chat/rooms/{roomId}/join", null);
        await ExpectAsync(answer, HttpStatusCode.NoContent);
    }

    public async Task<WireMessage> PostAsync(long roomId, string body, Guid? clientId = null, long? replyTo = null)
    {
        using var answer = await TryPostAsync(roomId, new { body, client_id = clientId, reply_to = replyTo });
        return await ReadAsync<WireMessage>(answer, HttpStatusCode.Created);
    }

    public Task<HttpResponseMessage> TryPostAsync(long roomId, object message) =>
        Http.PostAsJsonAsync($"/api/chat/rooms/{roomId}/messages", message);

    /// <summary>Sends text as it is, for JSON that no serialiser would write.</summary>
    public Task<HttpResponseMessage> PostRawAsync(string path, string json) =>
        Http.PostAsync(path, new StringContent(json, Encoding.UTF8, "application/json"));

    public Task<WirePage> PageAsync(long roomId, string query = "") => GetAsync<WirePage>($"/api/chat/rooms/{roomId}/messages{query}");

    public async Task<T> GetAsync<T>(string path)
    {
        using var answer = await Http.GetAsync(path);
        return await ReadAsync<T>(answer, HttpStatusCode.OK);
    }

    /// <summary>Adds or takes away an emoji, and expects that answer.</summary>
    public async Task ReactAsync(WireMessage message, string emoji, HttpStatusCode expected = HttpStatusCode.OK, bool isThere = true)
    {
        var path = $"/api/chat/rooms/{message.RoomId}/messages/{message.Id}/reactions/{Uri.EscapeDataString(emoji)}";
        using var answer = isThere ? await Http.PutAsync(path, null) : await Http.DeleteAsync(path);
        await ExpectAsync(answer, expected);
    }

    /// <summary>Pins a message or takes it down, and expects that answer.</summary>
    public async Task PinAsync(WireMessage message, HttpStatusCode expected = HttpStatusCode.OK, bool isPinned = true)
    {
        var path = $"/api/chat/rooms/{message.RoomId}/messages/{message.Id}/pin";
        using var answer = isPinned ? await Http.PutAsync(path, null) : await Http.DeleteAsync(path);
        await ExpectAsync(answer, expected);
    }

    public SseClient Stream(long roomId, string query = "?format=json", string? lastEventId = null) =>
        SseClient.Open(Http, $"/chat/sse/{roomId}{query}", lastEventId);

    /// <summary>Waits until the room has so many connections.</summary>
    public async Task UntilConnectedAsync(long roomId, int connections)
    {
        using var limit = new CancellationTokenSource(SseClient.Patience);
        while ((await GetAsync<JsonElement>($"/chat/sse/{roomId}/status")).GetProperty("connections").GetInt32() < connections)
        {
            await Task.Delay(20, limit.Token);
        }
    }

    public void Dispose() => Http.Dispose();

    public static async Task<T> ReadAsync<T>(HttpResponseMessage answer, HttpStatusCode expected)
    {
        await ExpectAsync(answer, expected);
        return (await answer.Content.ReadFromJsonAsync<T>(Wire.Json))!;
    }

    public static async Task ExpectAsync(HttpResponseMessage answer, HttpStatusCode expected)
    {
        if (answer.StatusCode != expected)
        {
            throw new HttpRequestException(
                $"{answer.RequestMessage?.Method} {answer.RequestMessage?.RequestUri}: {(int)answer.StatusCode}, expected {(int)expected}: {await answer.Content.ReadAsStringAsync()}");
        }
    }
}
