using System.Net;
using System.Net.Http.Json;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Messages.Changes;

/// <summary>Changing messages over JSON.</summary>
internal static class ChangeCalls
{
    public static Task<HttpResponseMessage> TryEditAsync(this ChatApi person, long room, long id, string? body) =>
        person.Http.PatchAsJsonAsync(Path(room, id), new { body });

    public static async Task<WireMessage> EditAsync(this ChatApi person, long room, long id, string body)
    {
        using var answer = await person.TryEditAsync(room, id, body);
        return await ChatApi.ReadAsync<WireMessage>(answer, HttpStatusCode.OK);
    }

    public static Task<HttpResponseMessage> TryDeleteAsync(this ChatApi person, long room, long id) => person.Http.DeleteAsync(Path(room, id));

    public static async Task<WireMessage> DeleteAsync(this ChatApi person, long room, long id)
    {
        using var answer = await person.TryDeleteAsync(room, id);
        return await ChatApi.ReadAsync<WireMessage>(answer, HttpStatusCode.OK);
    }

    public static Task<HttpResponseMessage> TryForwardAsync(this ChatApi person, long room, long id, long? to, Guid? clientId = null) =>
        person.Http.PostAsJsonAsync($"{Path(room, id)}/forward", new { room_id = to, client_id = clientId });

    public static Task<WireMessage> MessageAsync(this ChatApi person, long room, long id) => person.GetAsync<WireMessage>(Path(room, id));

    /// <summary>The type of the problem that an answer is, without its prefix.</summary>
    public static async Task<string> ProblemAsync(this Task<HttpResponseMessage> asked, HttpStatusCode expected)
    {
        using var answer = await asked;
        return (await ChatApi.ReadAsync<WireProblem>(answer, expected)).Type.Split(':')[^1];
    }

    public static string Path(long room, long id) => $"/api/chat/rooms/{room}/messages/{id}";
}
