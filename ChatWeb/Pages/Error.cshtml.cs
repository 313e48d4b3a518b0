using ChatWeb.Accounts;
using ChatWeb.Http;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace ChatWeb.Pages;

/// <summary>What people see instead of a page; programs get problems as JSON.</summary>
[IgnoreAntiforgeryToken, ResponseCache(Duration = 0, Location = ResponseCacheLocation.None, NoStore = true)]
public sealed class ErrorModel(IStringLocalizer<AccountTexts> texts) : PageModel
{
    public string Heading { get; private set; } = "";

    public string Sentence { get; private set; } = "";

    public void OnGet(int? status) => Show(status);

    public void OnPost(int? status) => Show(status);

    public void OnPatch(int? status) => Show(status);

    public void OnDelete(int? status) => Show(status);

    private void Show(int? status)
    {
        // Somebody who types the address is looking for a page that is not there.
        var isAnswer = HttpContext.Features.Get<IStatusCodeReExecuteFeature>() is not null
            || HttpContext.Features.Get<IExceptionHandlerFeature>() is not null;
        if (!isAnswer)
        {
            Response.StatusCode = StatusCodes.Status404NotFound;
        }

        var code = isAnswer ? Response.StatusCode : StatusCodes.Status404NotFound;
        var known = texts[$"Error.{code}"];
        (Heading, Sentence) = known.ResourceNotFound
            ? (texts[code < 500 ? "Error.400" : "Error.500"], texts[code < 500 ? "Error.400.Lead" : "Error.500.Lead"])
            : (known.Value, texts[$"Error.{code}.Lead"].Value);

        // The general problems speak to programs, in English; a problem of its own kind has a better sentence than ours.
        if (HttpContext.Features.Get<IExceptionHandlerFeature>()?.Error is ProblemException problem
            && problem.Type != Problems.OfStatus(problem.Status).Type)
        {
            Sentence = problem.Message;
        }
    }
}
