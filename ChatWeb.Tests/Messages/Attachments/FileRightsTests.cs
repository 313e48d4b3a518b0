using System.Net;
using System.Net.Http.Headers;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Messages.Attachments;

/// <summary>Rights that end: those of people who have read files, and of people who upload one just then.</summary>
public sealed class FileRightsTests(ChatServerFixture fixture) : IClassFixture<ChatServerFixture>
{
    private readonly ChatServer _server = fixture.Server;

    [Fact]
    public async Task Who_left_a_private_room_reads_its_files_no_more_though_they_have_them()
    {
        using var owner = await ChatApi.RegisterAsync(_server);
        using var guest = await ChatApi.RegisterAsync(_server);
        var room = (await owner.CreateRoomAsync(kind: "private")).Id;
        await Invitations.InviteAsync(_server, owner, guest, room);
        var file = await owner.UploadAsync(room, SamplePictures.Png(8, 6), "a.png");
        using var small = await owner.Http.PutAsync($"{Uploads.Path(room)}/{file.Id}/preview", new ByteArrayContent(SamplePictures.JpegHeader(8, 6)));
        await owner.SendAsync(room, file.Id);

        Assert.Equal((HttpStatusCode.NotModified, HttpStatusCode.NotModified), (await AskAgainAsync(guest, file.Url), await AskAgainAsync(guest, $"{file.Url}?preview")));
        await LeaveAsync(guest, room);

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (await AskAgainAsync(guest, file.Url), await AskAgainAsync(guest, $"{file.Url}?preview")));
        Assert.Equal(HttpStatusCode.NotModified, await AskAgainAsync(owner, file.Url));
    }

    [Fact]
    public async Task Who_is_banned_reads_no_file()
    {
        using var guest = await ChatApi.RegisterAsync(_server);
        using var admin = new BrowserSession(_server);
        using var signedIn = await admin.SignInAsync(ChatServer.AdminEmail, ChatServer.AdminPassword);
        var file = await guest.ShareAsync((await guest.CreateRoomAsync()).Id, [1]);

        using var banned = await admin.SendAsync(await admin.OpenAsync($"/admin/people?search={guest.Email}"), "details form", ("reason", "Spam"));

        Assert.Equal(HttpStatusCode.SeeOther, banned.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAgainAsync(guest, file.Url));
    }

    [Fact]
    public async Task An_upload_into_a_room_that_is_deleted_meanwhile_is_refused()
    {
        using var owner = await ChatApi.RegisterAsync(_server);
        var room = (await owner.CreateRoomAsync()).Id;

        Assert.Equal("not-found", await DuringAsync(
            content => owner.TryUploadAsync(room, content),
            async () => (await owner.Http.DeleteAsync($"/api/chat/rooms/{room}")).EnsureSuccessStatusCode().Dispose()).RefusalAsync(HttpStatusCode.NotFound));
    }

    [Fact]
    public async Task A_file_and_a_preview_of_somebody_who_leaves_meanwhile_are_refused()
    {
        using var owner = await ChatApi.RegisterAsync(_server);
        using var guest = await ChatApi.RegisterAsync(_server);
        var room = (await owner.CreateRoomAsync()).Id;
        await guest.JoinAsync(room);
        var file = await guest.UploadAsync(room, SamplePictures.Png(200, 100, noise: true));

        Assert.Equal("not-a-member", await DuringAsync(content => guest.TryUploadAsync(room, content), () => LeaveAsync(guest, room)).RefusalAsync(HttpStatusCode.Forbidden));
        await guest.JoinAsync(room);
        Assert.Equal("not-a-member", await DuringAsync(PutAsync, () => LeaveAsync(guest, room)).RefusalAsync(HttpStatusCode.Forbidden));
        await guest.JoinAsync(room);
        Assert.Equal(HttpStatusCode.NotFound, await AskAgainAsync(guest, $"{file.Url}?preview"));

        Task<HttpResponseMessage> PutAsync(HttpContent content)
        {
            var request = new HttpRequestMessage(HttpMethod.Put, $"{Uploads.Path(room)}/{file.Id}/preview") { Content = content };
            request.Headers.ExpectContinue = true;
            return guest.Http.SendAsync(request);
        }
    }

    /// <summary>Sends something of which the server has begun to read the bytes, when this happens, and then the rest.</summary>
    private static async Task<HttpResponseMessage> DuringAsync(Func<HttpContent, Task<HttpResponseMessage>> send, Func<Task> happens)
    {
        var more = new TaskCompletionSource();
        var content = new SlowContent(more.Task, SamplePictures.JpegHeader(8, 6));
        var answer = send(content);
        await content.Begun;
        await happens();
        more.SetResult();
        return await answer;
    }

    private static async Task LeaveAsync(ChatApi person, long room)
    {
        using var left = await person.Http.PostAsync($"/api/chat/rooms/{room}/leave", null);
        Assert.Equal(HttpStatusCode.NoContent, left.StatusCode);
    }

    /// <summary>As a browser that has it already.</summary>
    private static async Task<HttpStatusCode> AskAgainAsync(ChatApi person, string url)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.IfNoneMatch.Add(EntityTagHeaderValue.Any);
        using var answer = await person.Http.SendAsync(request);
        return answer.StatusCode;
    }
}
