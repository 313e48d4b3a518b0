using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace ChatWeb.Tests.Support;

/// <summary>A person with a browser that has no scripts: cookies, pages and plain forms. Redirects are looked at, not followed.</summary>
public sealed partial class BrowserSession : IDisposable
{
    public const string Password = "battery staple";

    private readonly SocketsHttpHandler _handler = new() { AllowAutoRedirect = false, CookieContainer = new CookieContainer() };

    public BrowserSession(ChatServer server, string language = "en")
        : this(server.Address, language)
    {
    }

    public BrowserSession(Uri server, string language = "en")
    {
        Http = new HttpClient(_handler) { BaseAddress = server };
        Http.DefaultRequestHeaders.Add("Accept-Language", language);
        Http.DefaultRequestHeaders.Add("Accept", "text/html");
    }

    public HttpClient Http { get; }

    public CookieCollection Cookies => _handler.CookieContainer.GetCookies(Http.BaseAddress!);

    /// <summary>Makes an account on the page and is signed in.</summary>
    public static Task<BrowserSession> RegisterAsync(ChatServer server, string email) => RegisterAsync(server.Address, email);

    public static async Task<BrowserSession> RegisterAsync(Uri server, string email)
    {
        var browser = new BrowserSession(server);
        using var answer = await browser.SubmitAsync("/account/register", new() { ["Email"] = email, ["Password"] = Password });
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return browser;
    }

    public async Task<string> PageAsync(string path)
    {
        using var answer = await Http.GetAsync(path);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
    }

    /// <summary>The page as a browser has it.</summary>
    public async Task<IDocument> OpenAsync(string path)
    {
        using var answer = await Http.GetAsync(path);
        await ChatApi.ExpectAsync(answer, HttpStatusCode.OK);
        return await ReadAsync(answer);
    }

    public static async Task<IDocument> ReadAsync(HttpResponseMessage answer)
    {
        var html = await answer.Content.ReadAsStringAsync();
        return await BrowsingContext.New().OpenAsync(page => page.Content(html).Address(answer.RequestMessage!.RequestUri));
    }

    /// <summary>Sends a form as it stands on a page, with what its fields hold and what somebody types into them.</summary>
    public Task<HttpResponseMessage> SendAsync(IDocument page, string form, params (string Name, string Value)[] typed)
    {
        var element = Assert.IsType<IHtmlFormElement>(page.QuerySelector(form), exactMatch: false);
        var fields = element.QuerySelectorAll<IHtmlInputElement>("input[name]")
            .Where(input => input.Type is not "radio" || input.HasAttribute("checked"))
            .ToDictionary(input => input.Name!, input => input.Value);
        foreach (var (name, value) in typed)
        {
            Assert.True(element.QuerySelector($"[name={name}]") is not null, $"The form has no field {name}.");
            fields[name] = value;
        }

        return Http.PostAsync(element.Action, new FormUrlEncodedContent(fields));
    }

    /// <summary>Opens a page, fills its form in and sends it.</summary>
    /// <param name="action">Where the form goes, when that is not the page's own address.</param>
    public async Task<HttpResponseMessage> SubmitAsync(string page, Dictionary<string, string> fields, string? action = null)
    {
        fields["RequestVerificationToken"] = FieldToken().Match(await PageAsync(page)).Groups["token"].Value;
        Assert.NotEmpty(fields["RequestVerificationToken"]);
        return await Http.PostAsync(action ?? page, new FormUrlEncodedContent(fields));
    }

    public Task<HttpResponseMessage> SignInAsync(string email, string password = Password, string? returnUrl = null) =>
        SubmitAsync("/account/sign-in", new() { ["Email"] = email, ["Password"] = password, ["ReturnUrl"] = returnUrl ?? "" });

    public Task<HttpResponseMessage> ChangePasswordAsync(string current = Password) =>
        SubmitAsync("/account/profile", new() { ["CurrentPassword"] = current, ["Password"] = "new password" }, "/account/profile?handler=Password");

    /// <summary>Somebody who has got hold of a copy of the cookies as they are now.</summary>
    public BrowserSession Copy()
    {
        var copy = new BrowserSession(Http.BaseAddress!);
        copy._handler.CookieContainer.Add(Http.BaseAddress!, Cookies);
        return copy;
    }

    /// <summary>The token that the page's script sends as a header.</summary>
    public async Task<string> HeaderTokenAsync(string page = "/account/profile") =>
        MetaToken().Match(await PageAsync(page)).Groups["token"].Value;

    public Task<HttpResponseMessage> PostJsonAsync(string path, object body, string? token = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        if (token is not null)
        {
            request.Headers.Add("RequestVerificationToken", token);
        }

        return Http.SendAsync(request);
    }

    public async Task<bool> IsSignedInAsync()
    {
        using var answer = await Http.GetAsync("/api/chat/rooms");
        return answer.StatusCode == HttpStatusCode.OK;
    }

    public void Dispose()
    {
        Http.Dispose();
        _handler.Dispose();
    }

    [GeneratedRegex("""name="RequestVerificationToken" type="hidden" value="(?<token>[^"]+)""")]
    private static partial Regex FieldToken();

    [GeneratedRegex("""name="csrf-token" content="(?<token>[^"]+)""")]
    private static partial Regex MetaToken();
}
