using ChatWeb.Http;
using ChatWeb.Rooms;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ChatWeb.Pages.Rooms;

[Authorize]
public sealed class NewModel(RoomService rooms) : PageModel
{
    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? Topic { get; set; }

    [BindProperty]
    public RoomKind Kind { get; set; }

    /// <summary>What is wrong, by field.</summary>
    public Dictionary<string, string> Errors { get; } = [];

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        try
        {
            var room = await rooms.CreateAsync(User.Id(), Name, Topic, Kind, cancellationToken);
            return this.SeeOther($"/rooms/{room.Id}");
        }
        catch (ProblemException problem)
        {
            Errors[problem.Field ?? "name"] = problem.Message;
            Response.StatusCode = problem.Status;
            return Page();
        }
    }
}
