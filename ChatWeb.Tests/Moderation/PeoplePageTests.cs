using System.Net;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Moderation;

public sealed class PeoplePageTests(ChatServerFixture fixture) : IClassFixture<ChatServerFixture>
{
    private readonly ChatServer _server = fixture.Server;

    [Fact]
    public async Task An_administrator_finds_somebody_bans_them_with_a_reason_and_lifts_it()
    {
        var email = $"{Guid.NewGuid():N}@example.org";
        using var person = await BrowserSession.RegisterAsync(_server, email);
        using var admin = await AdminAsync();
        var address = $"/admin/people?search={email}";

        using var banned = await admin.SendAsync(await admin.OpenAsync(address), "details form", ("reason", "Spam in three rooms"));
        Assert.Equal((HttpStatusCode.SeeOther, $"{address}&page=0"), (banned.StatusCode, Uri.UnescapeDataString(banned.Headers.Location!.OriginalString).Split('#')[0]));
        Assert.False(await person.IsSignedInAsync());
        var page = await admin.OpenAsync(address);
        var row = Assert.Single(page.QuerySelectorAll(".people-rows > li"));
        Assert.Contains("Spam in three rooms", row.TextContent, StringComparison.Ordinal);
        Assert.Contains("Banned", row.TextContent, StringComparison.Ordinal);

        using var lifted = await admin.SendAsync(page, ".people-rows form");
        Assert.Equal(HttpStatusCode.SeeOther, lifted.StatusCode);
        using var back = await person.SignInAsync(email);
        Assert.Equal(HttpStatusCode.Redirect, back.StatusCode);
    }

    [Theory]
    [InlineData("  ", "Say why.")]
    [InlineData(null, "A reason has at most 500 characters.")]
    public async Task A_reason_that_can_not_be_stays_in_its_field_with_the_sentence_beside_it(string? reason, string sentence)
    {
        reason ??= new string('가', 501);
        var email = $"{Guid.NewGuid():N}@example.org";
        using var person = await BrowserSession.RegisterAsync(_server, email);
        using var admin = await AdminAsync();

        using var refused = await admin.SendAsync(await admin.OpenAsync($"/admin/people?search={email}"), "details form", ("reason", reason));
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        var page = await BrowserSession.ReadAsync(refused);
        Assert.Equal(sentence, page.QuerySelector("details[open] .error")!.TextContent);
        Assert.Equal(reason.Trim(), page.QuerySelector("details[open] textarea")!.TextContent.Trim());
        Assert.True(await person.IsSignedInAsync());
    }

    [Theory]
    [InlineData("/admin/people")]
    [InlineData("/admin/people?handler=Ban")]
    public async Task Members_may_not_see_it_and_see_no_way_to_it(string address)
    {
        using var person = await BrowserSession.RegisterAsync(_server, $"{Guid.NewGuid():N}@example.org");
        using var seen = await person.Http.GetAsync("/admin/people");
        Assert.Equal(HttpStatusCode.Forbidden, seen.StatusCode);
        using var sent = await person.SubmitAsync("/account/profile", new() { ["userId"] = Guid.NewGuid().ToString(), ["reason"] = "x" }, address);
        Assert.Equal(HttpStatusCode.Forbidden, sent.StatusCode);
        Assert.DoesNotContain("/admin/people", await person.PageAsync("/rooms"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("page=-1")]
    [InlineData("page=x")]
    [InlineData("page=10001")]
    public async Task A_page_that_can_not_be_is_refused(string query)
    {
        using var admin = await AdminAsync();
        using var answer = await admin.Http.GetAsync($"/admin/people?{query}");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Many_people_come_in_pages_whatever_the_search_field_says()
    {
        using var admin = await AdminAsync();
        var name = $"crowd{Guid.NewGuid():N}"[..20];
        for (var i = 0; i < 51; i++)
        {
            using var person = await ChatApi.RegisterAsync(_server, name);
        }

        var all = await admin.OpenAsync("/admin/people?search=");
        Assert.NotNull(all.QuerySelector("a[rel=next]"));
        var first = await admin.OpenAsync($"/admin/people?search={name}");
        Assert.Equal(50, first.QuerySelectorAll(".people-rows > li").Length);
        var second = await admin.OpenAsync(first.QuerySelector("a[rel=next]")!.GetAttribute("href")!);
        Assert.Single(second.QuerySelectorAll(".people-rows > li"));
        Assert.NotNull(second.QuerySelector("a[rel=prev]"));
    }

    private async Task<BrowserSession> AdminAsync()
    {
        var admin = new BrowserSession(_server);
        using var answer = await admin.SignInAsync(ChatServer.AdminEmail, ChatServer.AdminPassword);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return admin;
    }
}
