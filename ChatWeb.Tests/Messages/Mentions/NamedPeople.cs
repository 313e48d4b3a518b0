using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Messages.Mentions;

internal static class NamedPeople
{
    /// <summary>Somebody new with a name of their choice.</summary>
    public static async Task<ChatApi> NamedAsync(this ChatServer server, string name)
    {
        var person = await ChatApi.RegisterAsync(server);
        await person.RenameAsync(server, name);
        return person;
    }

    public static async Task RenameAsync(this ChatApi person, ChatServer server, string name)
    {
        using var browser = new BrowserSession(server);
        using var signedIn = await browser.SignInAsync(person.Email, ChatApi.Password);
        using var saved = await browser.SubmitAsync("/account/profile", new() { ["DisplayName"] = name, ["Language"] = "", ["Theme"] = "System" });
        Assert.True((int)saved.StatusCode is >= 300 and < 400, $"Renaming: {saved.StatusCode}");
    }
}
