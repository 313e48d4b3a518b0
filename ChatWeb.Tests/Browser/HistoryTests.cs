using System.Globalization;
using ChatWeb.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace ChatWeb.Tests.Browser;

public sealed class HistoryTests(Chromium chromium) : SeededRoomTest(chromium)
{
    private const int Messages = 1_000;

    /// <summary>
    /// Scrolls to an end of the talk in steps and returns the numbers that were seen, the most messages there were, the
    /// furthest that a message moved between two frames without being scrolled, and what was out of order.
    /// </summary>
    private const string Travel =
        """
        async down => {
          const log = document.querySelector('#messages');
          const frame = () => new Promise(requestAnimationFrame);
          const rows = () => [...log.querySelectorAll('article[data-number]')];
          const numbers = () => rows().map(row => Number(row.dataset.number));
          const seen = new Set();
          let most = 0, moved = 0, disorder = 0;
          const watch = new MutationObserver(() => {
            const now = numbers();
            most = Math.max(most, now.length);
            disorder += now.filter((number, i) => i > 0 && number !== now[i - 1] + 1).length;
          });
          watch.observe(log, { childList: true, subtree: true });
          const atEnd = () => down
            ? !log.querySelector('#newer') && log.scrollHeight - log.scrollTop - log.clientHeight < 2
            : log.querySelector('p#older') && log.scrollTop < 2;
          const look = () => {
            const box = log.getBoundingClientRect();
            const inView = rows().map(row => [row, row.getBoundingClientRect()]).filter(([, r]) => r.bottom > box.top && r.top < box.bottom);
            for (const [row] of inView) seen.add(Number(row.dataset.number));
            return inView[inView.length >> 1];
          };
          look();
          for (let ended = 0, steps = 0; ended < 3 && steps < 2000; steps++) {
            log.scrollTop += (down ? 1 : -1) * log.clientHeight * .8;
            await frame();
            const [row, rect] = look();
            await frame();
            await frame();
            if (row.isConnected) moved = Math.max(moved, Math.abs(row.getBoundingClientRect().top - rect.top));
            ended = atEnd() ? ended + 1 : 0;
          }
          watch.disconnect();
          return { seen: [...seen].sort((a, b) => a - b), most, moved, disorder };
        }
        """;

    [Fact]
    public async Task A_thousand_messages_go_by_up_and_down_each_in_its_place_and_never_all_at_once()
    {
        using var alice = await ChatApi.RegisterAsync(Server, "alice");
        var bob = await MemberAsync("bob", options => options.ViewportSize = new() { Width = 1280, Height = 1400 });
        var room = (await alice.CreateRoomAsync()).Id;
        await SayManyAsync(alice, room);
        await bob.Api.JoinAsync(room);
        await bob.OpenAsync(room);
        await Expect(bob.Bodies).ToHaveCountAsync(50);

        foreach (var down in (bool[])[false, true])
        {
            var (seen, most, moved, disorder) = await TravelAsync(bob, down);
            Assert.Equal(Enumerable.Range(1, Messages), seen);
            Assert.InRange(most, 100, 300);
            Assert.InRange(moved, 0, Tolerance);
            Assert.Equal(0, disorder);
        }

        await alice.PostAsync(room, "The newest");
        await Expect(bob.Bodies.Last).ToHaveTextAsync("The newest");
        await Expect(bob.Bodies.Last).ToBeInViewportAsync();
    }

    [Fact]
    public async Task Opened_in_the_past_it_counts_what_comes_and_leads_to_the_newest()
    {
        var (bob, alice, room) = await SeededAsync(160);
        using var _ = alice;
        var first = (await alice.PageAsync(room, "?limit=1")).Messages[0].Id - 159;
        var middle = first + 59;

        await bob.Page.RunAndWaitForResponseAsync(
            () => bob.Page.GotoAsync(string.Create(CultureInfo.InvariantCulture, $"/rooms/{room}?around={middle}")),
            answer => answer.Url.EndsWith($"/chat/sse/{room}", StringComparison.Ordinal));
        await Expect(bob.Page.Locator($"#message-{middle}")).ToBeInViewportAsync();
        var before = await Person.TopOfAsync(bob.Page.Locator($"#message-{middle}"));
        await PostAsync(alice, room, 161, 162);
        await Expect(bob.Page.Locator("#jump .badge")).ToHaveTextAsync("2");
        Assert.InRange(await Person.TopOfAsync(bob.Page.Locator($"#message-{middle}")) - before, -Tolerance, Tolerance);
        await Expect(bob.Page.GetByText("Message 162", new() { Exact = true })).ToHaveCountAsync(0);

        await bob.Page.Locator("#jump").ClickAsync();
        await Expect(bob.Bodies.Last).ToHaveTextAsync("Message 162");
        await Expect(bob.Bodies.Last).ToBeInViewportAsync();
        await bob.SeesAsync([.. Enumerable.Range(113, 50).Select(i => $"Message {i}")]);
        await Expect(bob.Page.Locator("#jump")).ToBeHiddenAsync();
    }

    private static async Task SayManyAsync(ChatApi person, long room)
    {
        var table = "a|b|c\n-|-|-\n1|2|3\n4|5|6";
        foreach (var numbers in Enumerable.Range(1, Messages).Chunk(40))
        {
            await Task.WhenAll(numbers.Select(number => person.PostAsync(room, number % 10 == 0 ? table : $"Message {number}\nand more of it")));
        }
    }

    private static async Task<(int[] Seen, int Most, double Moved, int Disorder)> TravelAsync(Person person, bool down)
    {
        var answer = (await person.Page.EvaluateAsync(Travel, down))!.Value;
        return (
            [.. answer.GetProperty("seen").EnumerateArray().Select(number => number.GetInt32())],
            answer.GetProperty("most").GetInt32(),
            answer.GetProperty("moved").GetDouble(),
            answer.GetProperty("disorder").GetInt32());
    }
}
