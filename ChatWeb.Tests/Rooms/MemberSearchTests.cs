using System.Net;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Rooms;

public sealed class MemberSearchTests(ChatServerFixture fixture) : IClassFixture<ChatServerFixture>
{
    private readonly ChatServer _server = fixture.Server;

    [Fact]
    public async Task Members_are_found_by_the_beginning_and_the_middle_of_their_names_in_any_case()
    {
        using var owner = await ChatApi.RegisterAsync(_server, "Zoe");
        using var minsu = await ChatApi.RegisterAsync(_server, "minsu");
        using var kim = await ChatApi.RegisterAsync(_server, "kim_minsu");
        using var stranger = await ChatApi.RegisterAsync(_server, "minsu-elsewhere");
        var room = (await owner.CreateRoomAsync()).Id;
        await minsu.JoinAsync(room);
        await kim.JoinAsync(room);

        Assert.Equal([NameOf(minsu), NameOf(kim)], Names(await owner.FindMembersAsync(room, "MINSU")));
        Assert.Equal([NameOf(kim)], Names(await owner.FindMembersAsync(room, "m_m")));
        Assert.Empty(await owner.FindMembersAsync(room, "%"));
        Assert.Empty(await owner.FindMembersAsync(room, "m_n"));
        Assert.Equal(3, (await stranger.FindMembersAsync(room, "")).Count);
    }

    [Fact]
    public async Task Who_is_here_comes_first_and_readers_who_are_no_members_do_not_come()
    {
        using var owner = await ChatApi.RegisterAsync(_server, "ann");
        using var here = await ChatApi.RegisterAsync(_server, "zann");
        using var reader = await ChatApi.RegisterAsync(_server, "annreader");
        var room = (await owner.CreateRoomAsync()).Id;
        await here.JoinAsync(room);
        await using var first = here.Stream(room);
        await using var second = reader.Stream(room);
        await owner.UntilConnectedAsync(room, 2);

        var found = await owner.FindMembersAsync(room, "ann");

        Assert.Equal([(NameOf(here), true), (NameOf(owner), false)], found.Select(m => (m.UserName, m.Online)));
    }

    [Fact]
    public async Task At_most_twenty_come_and_a_query_longer_than_any_name_is_refused()
    {
        using var owner = await ChatApi.RegisterAsync(_server, "crowd");
        var room = (await owner.CreateRoomAsync()).Id;
        await Task.WhenAll(Enumerable.Range(0, 21).Select(async _ =>
        {
            using var person = await ChatApi.RegisterAsync(_server, "crowd");
            await person.JoinAsync(room);
        }));

        Assert.Equal(20, (await owner.FindMembersAsync(room, "crowd")).Count);
        using var refused = await owner.Http.GetAsync($"/api/chat/rooms/{room}/members?q={new string('x', 101)}");
        await ChatApi.ExpectAsync(refused, HttpStatusCode.BadRequest);
    }

    private static string NameOf(ChatApi person) => person.Email[..person.Email.IndexOf('@', StringComparison.Ordinal)];

    private static IEnumerable<string> Names(IEnumerable<WireMember> members) => members.Select(m => m.UserName);
}
