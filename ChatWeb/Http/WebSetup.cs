using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.WebEncoders;

namespace ChatWeb.Http;

/// <summary>What every endpoint shares: Kestrel's limits, JSON, languages, headers and how errors are answered.</summary>
public static class WebSetup
{
    /// <summary>
    /// The largest request body, in bytes. The longest message takes 48 KB as escaped JSON; what may be larger says so itself.
    /// </summary>
    private const long MaxRequestBody = 1024 * 1024;

    /// <summary>
    /// Connections that may wait to be accepted; the system may allow fewer (<c>net.core.somaxconn</c>). After a restart
    /// all clients come at once, and one that finds no place tries again only after 1 s, 3 s, 7 s … 31 s.
    /// </summary>
    private const int Backlog = 16 * 1024;

    public static WebApplicationBuilder AddWeb(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxRequestBody;
        });
        builder.WebHost.UseSockets(sockets => sockets.Backlog = Backlog);
        var services = builder.Services;
        services.AddSingleton(TimeProvider.System);
        services.AddProxies();
        services.AddLocalization();
        services.AddRazorComponents();
        services.AddSingleton<Components.FragmentRenderer>();
        services.AddExceptionHandler<ExceptionsToProblems>();
        services.AddControllers(mvc => mvc.SuppressImplicitRequiredAttributeForNonNullableReferenceTypes = true)
            .AddJsonOptions(json => WireJson.Configure(json.JsonSerializerOptions));
        services.Configure<ApiBehaviorOptions>(api =>
        {
            api.SuppressMapClientErrors = true; // the status alone: AnswerErrors gives it its problem
            api.InvalidModelStateResponseFactory = InvalidInput.Answer;
        });
        services.AddRazorPages();
        // Korean as it is: five bytes less a character than as a reference, and a page that can be read.
        services.Configure<WebEncoderOptions>(html => html.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        services.Configure<RequestLocalizationOptions>(languages =>
        {
            var cultures = Cultures.Supported.ToList();
            languages.DefaultRequestCulture = new RequestCulture(Cultures.Default);
            languages.SupportedCultures = cultures;
            languages.SupportedUICultures = cultures;
            languages.RequestCultureProviders.Insert(0, new CustomRequestCultureProvider(OwnLanguage));
        });
        return builder;
    }

    /// <summary>Turns errors into answers: problems for programs, the page <c>/error/{status}</c> for people.</summary>
    public static void UseErrorAnswers(this WebApplication app)
    {
        app.UseWhen(context => !context.Request.IsApi(), pages => pages.UseStatusCodePagesWithReExecute("/error/{0}"));
        app.UseWhen(
            context => context.Request.IsApi(),
            api => api.UseStatusCodePages(pages => Problems.WriteAsync(pages.HttpContext, Problems.OfStatus(pages.HttpContext.Response.StatusCode))));
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandlingPath = "/error",
            StatusCodeSelector = exception => ExceptionsToProblems.Of(exception).Status,
            SuppressDiagnosticsCallback = failure => ExceptionsToProblems.Of(failure.Exception).Status < StatusCodes.Status500InternalServerError,
        });
    }

    /// <summary>The language that the signed-in user chose, if they did.</summary>
    private static Task<ProviderCultureResult?> OwnLanguage(HttpContext context) =>
        Task.FromResult(context.User.FindFirst("lang")?.Value is { Length: > 0 } language ? new ProviderCultureResult(language) : null);
}
