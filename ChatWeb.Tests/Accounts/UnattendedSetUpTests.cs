using ChatWeb.Tests.Support;

namespace ChatWeb.Tests.Accounts;

public sealed class UnattendedSetUpTests
{
    [Fact]
    public async Task An_empty_database_sets_itself_up_once_and_ignores_the_settings_later()
    {
        await using var server = await ChatServer.StartAsync(("Setup__AdminPassword", "first password"));
        using (var admin = await ChatApi.SignInAsync(server, ChatServer.AdminEmail, "first password"))
        {
            Assert.Equal("Lobby", Assert.Single(await admin.RoomsAsync()).Name);
        }

        await server.StopAsync();
        await server.StartAsync(); // the settings are still there
        using var again = await ChatApi.SignInAsync(server, ChatServer.AdminEmail, "first password");
        Assert.Single(await again.RoomsAsync());
    }

    [Theory]
    [InlineData("Setup__AdminEmail", "nobody", "Setup:AdminEmail")]
    [InlineData("Setup__AdminPassword", "sh0rt", "Setup:AdminPassword")]
    [InlineData("Setup__AdminPassword", "", "Setup:AdminPassword")]
    [InlineData("Setup__AdminEmail", "", "Setup:AdminEmail")]
    [InlineData("Chat__Registration", "Sometimes", "Chat:Registration")]
    [InlineData("Chat__Registration", "1", "Chat:Registration")]
    [InlineData("Chat__SignIn__PerMinute", "0", "Chat:SignIn:PerMinute")]
    [InlineData("Chat__SignIn__PerMinute", "many", "Chat:SignIn:PerMinute")]
    public async Task A_bad_setting_stops_the_start_with_its_name_and_no_password(string name, string value, string named)
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => ChatServer.StartAsync((name, value)));
        Assert.Contains(named, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(name == "Setup__AdminPassword" && value.Length > 0 ? value : ChatServer.AdminPassword, failure.Message, StringComparison.Ordinal);
    }
}
