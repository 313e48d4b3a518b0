using ChatWeb.Tests.Messages.Mentions;
using ChatWeb.Tests.Support;
using Microsoft.Data.Sqlite;

namespace ChatWeb.Tests.Messages.Search;

public sealed class SearchFilterTests(ChatServerFixture fixture) : IClassFixture<ChatServerFixture>
{
    private readonly ChatServer _server = fixture.Server;

    [Fact]
    public async Task From_takes_a_name_or_a_part_of_it_or_oneself()
    {
        using var kim = await ChatApi.RegisterAsync(_server, "kim-minji-");
        using var lee = await ChatApi.RegisterAsync(_server, "lee-junho-");
        var room = await kim.CreateRoomAsync("Named");
        await lee.JoinAsync(room.Id);
        await kim.PostAsync(room.Id, "guava one");
        await lee.PostAsync(room.Id, "guava two");
        var name = lee.Email.Split('@')[0];

        Assert.Equal(["guava two"], await kim.FoundAsync($"guava from:{name}"));
        Assert.Equal(["guava two"], await kim.FoundAsync($"guava from:@{name.ToUpperInvariant()}"));
        Assert.Equal(["guava two"], await kim.FoundAsync("from:junho guava"));
        Assert.Equal(["guava two", "guava one"], await kim.FoundAsync("guava from:junho from:minji"));
        Assert.Equal(["guava one"], await kim.FoundAsync("guava from:me"));
        Assert.Equal(["guava two"], await lee.FoundAsync("guava 보낸이:나"));
        Assert.Empty(await kim.FoundAsync("guava from:nobody-of-that-name"));
    }

    [Fact]
    public async Task From_takes_small_letters_for_capitals_in_every_script()
    {
        using var elodie = await _server.NamedAsync("Élodie Ünal");
        var room = await elodie.CreateRoomAsync("Accents");
        await elodie.PostAsync(room.Id, "medlar");

        foreach (var name in new[] { "élodie", "ÜNAL", "\"ÉLODIE ünal\"", "\"e\u0301lodie\"" })
        {
            Assert.Equal(["medlar"], await elodie.FoundAsync($"medlar from:{name}"));
        }
    }

    [Fact]
    public async Task In_takes_a_room_by_its_name_quoted_when_it_has_spaces()
    {
        using var person = await ChatApi.RegisterAsync(_server);
        var plums = await person.CreateRoomAsync("Plums & more");
        var other = await person.CreateRoomAsync("Elsewhere");
        await person.PostAsync(plums.Id, "quince here");
        await person.PostAsync(other.Id, "quince there");

        Assert.Equal(["quince here"], await person.FoundAsync("quince in:\"plums & more\""));
        Assert.Equal(["quince here"], await person.FoundAsync("in:#plums quince"));
        Assert.Equal(["quince there", "quince here"], await person.FoundAsync("quince in:elsewhere in:plums"));
        Assert.Equal(["quince here"], await person.FoundAsync("in:plums"));
        Assert.Empty(await person.FoundAsync("quince in:nowhere"));
    }

    [Fact]
    public async Task Has_takes_links_files_and_pictures()
    {
        using var person = await ChatApi.RegisterAsync(_server);
        var room = await person.CreateRoomAsync("Things");
        await person.PostAsync(room.Id, "lychee alone");
        await person.PostAsync(room.Id, "lychee at https://example.org/x");
        var file = await person.PostAsync(room.Id, "lychee with a file");
        var picture = await person.PostAsync(room.Id, "lychee with a picture");
        await AttachAsync(file, "application/pdf");
        await AttachAsync(picture, "image/png");

        Assert.Equal(["lychee at https://example.org/x"], await person.FoundAsync("lychee has:link"));
        Assert.Equal(["lychee with a picture", "lychee with a file"], await person.FoundAsync("lychee has:file"));
        Assert.Equal(["lychee with a picture"], await person.FoundAsync("lychee has:IMAGE"));
        Assert.Equal(["lychee with a picture"], await person.FoundAsync("lychee 포함:사진"));
        Assert.Empty(await person.FoundAsync("lychee has:image has:link"));
    }

    [Fact]
    public async Task Days_are_the_readers_after_begins_with_its_day_and_before_ends_before_it()
    {
        using var person = await ChatApi.RegisterAsync(_server);
        var room = await person.CreateRoomAsync("Calendar");
        foreach (var at in new[] { "2024-02-29T14:59:59Z", "2024-02-29T15:00:00Z", "2024-03-01T14:59:59Z", "2025-12-31T23:59:59Z" })
        {
            var message = await person.PostAsync(room.Id, $"fig {at}");
            await ExecuteAsync("UPDATE Messages SET CreatedAt = $ticks WHERE Id = $id", message.Id, ("$ticks", DateTimeOffset.Parse(at, null).UtcTicks));
        }

        Assert.Equal(["fig 2025-12-31T23:59:59Z", "fig 2024-03-01T14:59:59Z"], await person.FoundAsync("fig after:2024-03-01"));
        Assert.Equal(["fig 2024-02-29T15:00:00Z", "fig 2024-02-29T14:59:59Z"], await person.FoundAsync("fig before:2024-03-01"));
        Assert.Equal(["fig 2024-03-01T14:59:59Z", "fig 2024-02-29T15:00:00Z"], await person.FoundAsync("fig after:2024-3-1 before:2024-3-2", "&tz=Asia/Seoul"));
        Assert.Equal(4, (await person.FoundAsync("fig after:1999-01-01 before:9999-12-31")).Length);
        Assert.Empty(await person.FoundAsync("fig after:2024-03-02 before:2024-03-01"));
        Assert.Equal(["fig 2025-12-31T23:59:59Z"], await person.FoundAsync("이후:2025-01-01 fig"));
    }

    private Task AttachAsync(WireMessage message, string type) => ExecuteAsync(
        """
        INSERT INTO Attachments (Key, RoomId, UploaderId, MessageId, Place, Name, ContentType, Size, CreatedAt)
        SELECT $key, RoomId, SenderId, Id, 0, 'name', $type, 1, 0 FROM Messages WHERE Id = $id
        """,
        message.Id,
        ("$key", $"{message.Id}"),
        ("$type", type));

    /// <summary>Changes a message behind the program's back; what of it is in the index already is taken in anew.</summary>
    private async Task ExecuteAsync(string sql, long id, params (string Name, object Value)[] values)
    {
        await using var connection = new SqliteConnection($"Data Source={_server.DatabaseFile};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("$id", id);
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value);
        }

        Assert.Equal(1, await command.ExecuteNonQueryAsync());
        command.CommandText = "UPDATE MessageSearchState SET IndexedUpTo = min(IndexedUpTo, $id - 1)";
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }
}
