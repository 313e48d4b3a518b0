using System.Diagnostics;
using ChatWeb.Accounts;
using ChatWeb.Data;
using ChatWeb.Messages.Reactions;
using ChatWeb.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ChatWeb.Tests.Messages.Reactions;

public sealed class ManyReactionsTests : IDisposable
{
    private const int People = 500;

    private readonly ProgramInside _program = new();

    public void Dispose() => _program.Dispose();

    [Fact]
    public async Task Ten_thousand_reactions_to_a_message_are_told_in_bounded_bytes_and_time()
    {
        using var ada = await ChatApi.AdminAsync(_program.Address);
        var room = (await ada.CreateRoomAsync()).Id;
        var message = await ada.PostAsync(room, "Hello");
        await FillAsync(message.Id);
        await using var stream = ada.Stream(room);
        await using var page = ada.Stream(room, "");
        await stream.NextAsync("connection_ack");
        await page.Answer;
        await ada.PageAsync(room);
        var start = Stopwatch.GetTimestamp();

        await ada.ReactAsync(message, "😀");
        var (json, html) = ((await stream.DurableAsync(1))[0], (await page.DurableAsync(1))[0]);

        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 0, 1.5);
        Assert.Equal(10_001, json.Json.GetProperty("reactions").EnumerateArray().Sum(r => r.GetProperty("count").GetInt32()));
        Assert.All(json.Json.GetProperty("reactions").EnumerateArray(), r => Assert.Equal(15, r.GetProperty("users").GetArrayLength()));
        Assert.InRange(json.Data.Length, 1_000, 64 * 1024);
        Assert.InRange(html.Data.Length, 1_000, 64 * 1024);
        Assert.DoesNotContain("data-own", html.Data, StringComparison.Ordinal);

        // Her name is not among those told: her own page says it, and of every other emoji that she did not choose it.
        using var browser = new BrowserSession(_program.Address);
        using var signedIn = await browser.SignInAsync(ChatServer.AdminEmail, ChatServer.AdminPassword);
        foreach (var path in new[] { $"/rooms/{room}", $"/rooms/{room}/messages" })
        {
            using var document = await browser.OpenAsync(path);
            var own = document.QuerySelectorAll($"#message-{message.Id} .reaction[data-own]").ToLookup(e => e.GetAttribute("data-own"), e => e.GetAttribute("data-emoji"));
            Assert.Equal(["😀"], own["true"]);
            Assert.Equal(19, own["false"].Count());
            browser.Http.DefaultRequestHeaders.Add("HX-Request", "true");
        }
    }

    /// <summary>Twenty emoji by five hundred people each.</summary>
    private async Task FillAsync(long messageId)
    {
        var db = await _program.Services.GetRequiredService<IDbContextFactory<ChatDbContext>>().CreateDbContextAsync();
        await using var context = db;
        var people = Enumerable.Range(0, People).Select(i => new ChatUser { DisplayName = $"Person number {i}" }).ToList();
        db.Users.AddRange(people);
        db.Reactions.AddRange(
            from emoji in Enumerable.Range(0, 20)
            from person in people
            select new Reaction { MessageId = messageId, Emoji = char.ConvertFromUtf32(0x1F600 + emoji), UserId = person.Id });
        await db.SaveChangesAsync();
    }
}
