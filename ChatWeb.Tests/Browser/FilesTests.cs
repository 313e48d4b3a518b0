using System.Collections.Concurrent;
using ChatWeb.Tests.Messages.Attachments;
using ChatWeb.Tests.Messages.Changes;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatWeb.Tests.Browser;

public sealed class FilesTests(Chromium chromium) : BrowserTest(chromium)
{
    private const string Sending = "**/attachments?name=*";

    [Fact]
    public async Task Files_are_picked_uploaded_with_progress_sent_and_seen_by_another_without_a_jump()
    {
        var (alice, bob) = (await MemberAsync("alice"), await MemberAsync("bob"));
        var room = await alice.Api.CreateRoomAsync();
        await bob.Api.JoinAsync(room.Id);
        await alice.Api.PostAsync(room.Id, "Before");
        await alice.OpenAsync(room.Id);
        await bob.OpenAsync(room.Id);
        var released = await HoldPicturesAsync(bob);

        var network = await alice.Context.NewCDPSessionAsync(alice.Page);
        await UploadsTakeAsync(100_000);
        await PickAsync(alice, ("사진.png", SamplePictures.Png(1_200, 900, noise: true)), ("big.bin", new byte[1_000_000]));
        await Expect(alice.Page.Locator(".tray-file")).ToHaveCountAsync(2);
        await Expect(alice.Page.Locator(".tray-file canvas")).ToHaveCountAsync(1);
        await alice.Page.WaitForFunctionAsync("() => [...document.querySelectorAll('.tray-file progress')].some(p => p.value > 0 && p.value < 1)");
        await alice.SayAsync("Look at this");
        await Expect(alice.Page.Locator(".tray-status")).ToHaveTextAsync("Sends as soon as the files are uploaded.");
        await UploadsTakeAsync(-1);

        await Expect(bob.Log.Locator(".message:last-child .file .name")).ToHaveTextAsync("big.bin");
        await Expect(alice.Page.Locator(".tray-file")).ToHaveCountAsync(0);
        await Expect(alice.Pending).ToHaveCountAsync(0);
        await bob.SeesAsync("Before", "Look at this");
        var (place, file) = (bob.Log.Locator(".picture"), bob.Log.Locator(".file"));
        var before = (await Person.TopOfAsync(place), await Person.TopOfAsync(file), await bob.FromEndAsync());
        released.SetResult();
        await bob.Page.WaitForFunctionAsync("() => document.querySelector('.picture img').naturalWidth === 800"); // the small version
        Assert.Equal(before, (await Person.TopOfAsync(place), await Person.TopOfAsync(file), await bob.FromEndAsync()));

        await place.ClickAsync();
        var large = bob.Page.Locator("#lightbox[open] img");
        await Expect(large).ToHaveAttributeAsync("alt", "사진.png");
        await bob.Page.WaitForFunctionAsync("() => document.querySelector('#lightbox img').naturalWidth === 1200");
        await bob.Page.Keyboard.PressAsync("Escape");
        await Expect(large).ToHaveCountAsync(0);
        await Expect(place).ToBeFocusedAsync();

        Task UploadsTakeAsync(int bytesInASecond) => network.SendAsync(
            "Network.emulateNetworkConditions",
            new() { ["offline"] = false, ["latency"] = 0, ["downloadThroughput"] = -1, ["uploadThroughput"] = bytesInASecond });
    }

    [Fact]
    public async Task Files_are_pasted_and_dropped_and_what_was_not_meant_is_removed()
    {
        var alice = await MemberAsync("alice");
        var room = await alice.Api.CreateRoomAsync();
        await alice.OpenAsync(room.Id);

        await GiveAsync(alice, ".composer textarea", "paste", "pasted.txt");
        await GiveAsync(alice, "#messages", "drop", "dropped.txt");
        await GiveAsync(alice, "#messages", "drop", "wrong.txt");
        await Expect(alice.Page.Locator(".tray-file .name")).ToHaveTextAsync(["pasted.txt", "dropped.txt", "wrong.txt"]);
        await alice.Page.GetByRole(AriaRole.Button, new() { Name = "Remove wrong.txt" }).ClickAsync();
        await Expect(alice.Page.Locator(".tray-file")).ToHaveCountAsync(2);
        await alice.Composer.PressAsync("Enter"); // files alone

        await Expect(alice.Log.Locator("article[data-number] .file .name")).ToHaveTextAsync(["pasted.txt", "dropped.txt"]);
        var sent = Assert.Single((await alice.Api.PageAsync(room.Id)).Messages);
        Assert.Equal("", sent.Body);
    }

    [Fact]
    public async Task An_upload_that_breaks_off_is_made_again_and_what_is_refused_says_why()
    {
        var alice = await MemberAsync("alice");
        alice.Expects("ERR_FAILED");
        var room = await alice.Api.CreateRoomAsync();
        await alice.OpenAsync(room.Id);
        var (attempts, isBack) = (0, false);
        await alice.Page.RouteAsync(Sending, route => ++attempts > 0 && Volatile.Read(ref isBack) ? route.ContinueAsync() : route.AbortAsync());

        await PickAsync(alice, ("empty.txt", []), ("kept.txt", [1, 2, 3]));
        await Expect(alice.Page.Locator(".tray-file.bad")).ToContainTextAsync("The file is empty.");
        await Expect(alice.Page.Locator(".tray-file:not(.bad) .state")).ToHaveTextAsync("Connection lost, trying again…");
        Volatile.Write(ref isBack, true);
        await alice.Page.GetByRole(AriaRole.Button, new() { Name = "Remove empty.txt" }).ClickAsync();
        await alice.SayAsync("With a file");

        await Expect(alice.Log.Locator("article[data-number] .file .name")).ToHaveTextAsync("kept.txt");
        Assert.True(attempts >= 2);
    }

    [Fact]
    public async Task A_picture_that_the_browser_has_is_asked_for_and_not_sent_again()
    {
        var alice = await MemberAsync("alice");
        var room = await alice.Api.CreateRoomAsync();
        var file = await alice.Api.UploadAsync(room.Id, SamplePictures.Png(300, 200), "a.png");
        var message = await alice.Api.SendAsync(room.Id, file.Id);
        var answers = new ConcurrentQueue<int>();
        alice.Page.Response += (_, answer) =>
        {
            if (IsPicture(answer))
            {
                answers.Enqueue(answer.Status);
            }
        };

        await alice.Page.RunAndWaitForResponseAsync(() => alice.OpenAsync(room.Id), IsPicture);
        await IsDrawnAsync();
        await alice.Api.EditAsync(room.Id, message.Id, "With words");
        await alice.SeesAsync("With words");
        await IsDrawnAsync();
        await alice.Page.RunAndWaitForResponseAsync(alice.ReloadAsync, IsPicture);
        await IsDrawnAsync();

        Assert.Equal([200, 304], answers); // none for the edit: the page has it

        bool IsPicture(IResponse answer) => answer.Url.EndsWith(file.Url, StringComparison.Ordinal);

        Task IsDrawnAsync() => alice.Page.WaitForFunctionAsync("() => document.querySelector('.picture img')?.naturalWidth === 300");
    }

    [Theory]
    [InlineData("page.html", "<!doctype html><script>opener ? opener.attacked = true : top.attacked = true</script>")]
    [InlineData("logo.svg", "<svg xmlns='http://www.w3.org/2000/svg'><script>opener.attacked = true</script></svg>")]
    public async Task A_page_that_somebody_sent_is_saved_and_never_opened(string name, string content)
    {
        var alice = await MemberAsync("alice");
        var room = await alice.Api.CreateRoomAsync();
        var file = await alice.Api.ShareAsync(room.Id, System.Text.Encoding.UTF8.GetBytes(content), name);
        await alice.OpenAsync(room.Id);

        var download = await alice.Page.RunAndWaitForDownloadAsync(() => alice.Page.EvaluateAsync("url => { window.opened = open(url) }", file.Url));

        Assert.Equal(name, download.SuggestedFilename);
        Assert.False(await alice.Page.EvaluateAsync<bool>("'attacked' in window"));
        await Expect(alice.Log.Locator("a.file")).ToHaveCountAsync(1);
        await Expect(alice.Log.Locator("img, svg script, iframe")).ToHaveCountAsync(0);
    }

    private static Task PickAsync(Person person, params (string Name, byte[] Content)[] files) =>
        person.Page.Locator(".composer input[type=file]").SetInputFilesAsync(
            files.Select(file => new FilePayload { Name = file.Name, MimeType = file.Name.EndsWith(".png", StringComparison.Ordinal) ? "image/png" : "", Buffer = file.Content }));

    /// <summary>A file comes by the clipboard or the pointer.</summary>
    private static Task GiveAsync(Person person, string target, string how, string name) => person.Page.EvaluateAsync(
        """
        ([target, how, name]) => {
          const data = new DataTransfer();
          data.items.add(new File(["text"], name));
          const options = { bubbles: true, cancelable: true };
          document.querySelector(target).dispatchEvent(how === "paste"
            ? new ClipboardEvent(how, { ...options, clipboardData: data })
            : new DragEvent(how, { ...options, dataTransfer: data }));
        }
        """,
        new[] { target, how, name });

    /// <summary>Pictures come when the test says so.</summary>
    private static async Task<TaskCompletionSource> HoldPicturesAsync(Person person)
    {
        var released = new TaskCompletionSource();
        await person.Page.RouteAsync("**/files/**", async route =>
        {
            await released.Task;
            await route.ContinueAsync();
        });
        return released;
    }
}
