using System.Globalization;
using System.Net;
using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Messages.Attachments;

public sealed class UploadMemoryTests
{
    private const long Mebibyte = 1024 * 1024;

    /// <summary>What 100 MB on their way may add to the real process, at its highest.</summary>
    private const long Allowed = 20 * Mebibyte;

    [Fact]
    public async Task A_hundred_megabytes_go_through_a_process_that_stays_small()
    {
        await using var server = await ChatServer.StartAsync();
        using var alice = await ChatApi.RegisterAsync(server);
        var room = (await alice.CreateRoomAsync()).Id;
        await SendAsync(alice, room, 5 * Mebibyte); // what is compiled and pooled once

        await File.WriteAllTextAsync($"/proc/{server.ProcessId}/clear_refs", "5", TestContext.Current.CancellationToken); // the peak begins anew
        var before = Memory(server, "VmRSS");
        await SendAsync(alice, room, 100 * Mebibyte);
        var more = Memory(server, "VmHWM") - before;

        TestContext.Current.SendDiagnosticMessage($"100 MB uploaded and read back: {more / 1024} KB more at the peak, over {before / Mebibyte} MB.");
        Assert.InRange(more, long.MinValue, Allowed);
    }

    /// <summary>Uploads so much and reads it back, without holding it here either.</summary>
    private static async Task SendAsync(ChatApi person, long room, long length)
    {
        using var answer = await person.TryUploadAsync(room, new StreamContent(new PatternStream(length)));
        var file = await ChatApi.ReadAsync<WireAttachment>(answer, HttpStatusCode.Created);
        Assert.Equal(length, file.Size);
        await using var read = await person.Http.GetStreamAsync(file.Url);
        await read.CopyToAsync(Stream.Null, TestContext.Current.CancellationToken);
    }

    /// <summary>In bytes.</summary>
    private static long Memory(ChatServer server, string line) => 1024 * long.Parse(
        File.ReadLines($"/proc/{server.ProcessId}/status").Single(l => l.StartsWith(line + ":", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture);
}
