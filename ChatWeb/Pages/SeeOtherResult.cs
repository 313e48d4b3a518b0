using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ChatWeb.Pages;

/// <summary>Where a form leads when it has done its work: 303, so that reloading the next page sends nothing again.</summary>
internal sealed class SeeOtherResult(string location) : ActionResult
{
    public override void ExecuteResult(ActionContext context)
    {
        var response = context.HttpContext.Response;
        response.StatusCode = StatusCodes.Status303SeeOther;
        response.Headers.Location = location;
    }
}

internal static class SeeOtherExtensions
{
    public static IActionResult SeeOther(this PageModel page, string location) => new SeeOtherResult(page.Request.PathBase + location);
}
