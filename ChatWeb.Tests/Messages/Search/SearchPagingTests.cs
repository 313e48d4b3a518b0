using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Messages.Search;

public sealed class SearchPagingTests(ChatServerFixture fixture) : IClassFixture<ChatServerFixture>
{
    [Theory]
    [InlineData("newest")]
    [InlineData("relevance")]
    public async Task Pages_meet_without_gap_or_double_while_messages_arrive(string sort)
    {
        using var person = await ChatApi.RegisterAsync(fixture.Server);
        var room = await person.CreateRoomAsync($"R{Guid.NewGuid():N}", kind: "private");
        var posted = new List<long>();
        for (var i = 0; i < 25; i++)
        {
            posted.Add((await person.PostAsync(room.Id, $"mango {string.Concat(Enumerable.Repeat(i % 3 == 0 ? "mango " : "juice ", i % 5))}")).Id);
        }

        var (found, next, pages) = (new List<long>(), (string?)null, 0);
        do
        {
            var page = await person.SearchAsync("mango", $"&sort={sort}&limit=10{(next is null ? "" : $"&cursor={next}")}");
            found.AddRange(page.Results.Select(result => result.Message.Id));
            next = page.Next;
            await person.PostAsync(room.Id, "mango mango, and another mango");
        }
        while (next is not null && ++pages < 5);

        Assert.Equal(posted.Order(), found.Order());
        Assert.Equal(2, pages);
        if (sort == "newest")
        {
            Assert.Equal(found.OrderDescending(), found);
        }
    }

    [Fact]
    public async Task By_relevance_comes_first_what_says_it_often_and_in_few_words()
    {
        using var person = await ChatApi.RegisterAsync(fixture.Server);
        var room = await person.CreateRoomAsync($"R{Guid.NewGuid():N}", kind: "private");
        await person.PostAsync(room.Id, "배포 배포 배포");
        await person.PostAsync(room.Id, $"배포라는 말이 한 번 나오는 {string.Concat(Enumerable.Repeat("아주 긴 글 ", 30))}");
        await person.PostAsync(room.Id, "배포 끝");
        await person.PostAsync(room.Id, "미배포");

        Assert.Equal(["배포 배포 배포", "배포 끝", "미배포"], (await person.FoundAsync("배포", "&sort=relevance"))[..3]);
        Assert.Equal("미배포", (await person.FoundAsync("배포"))[0]);
    }
}
