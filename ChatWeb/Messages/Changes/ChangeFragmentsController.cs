using System.Globalization;
using ChatWeb.Accounts;
using ChatWeb.Components;
using ChatWeb.Http;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace ChatWeb.Messages.Changes;

/// <summary>What the room's page changes in a message, answered as the parts of the page that changed with it.</summary>
[Authorize, Route("rooms/{roomId:long}/messages/{id:long}")]
public sealed class ChangeFragmentsController(MessageChanges changes, MessageHistories histories, FragmentRenderer fragments) : Controller
{
    [HttpPatch]
    public async Task<IActionResult> Edit(long roomId, long id, [FromForm] string? body, CancellationToken cancellationToken) =>
        await ChangedAsync(await changes.EditAsync(roomId, id, User.Id(), body, cancellationToken));

    [HttpDelete]
    public async Task<IActionResult> Delete(long roomId, long id, CancellationToken cancellationToken) =>
        await ChangedAsync(await changes.DeleteAsync(roomId, id, User.Id(), User.Role(), cancellationToken));

    [HttpGet("history")]
    public async Task<IActionResult> History(long roomId, long id, CancellationToken cancellationToken)
    {
        var history = await histories.ReadAsync(roomId, id, User.Id(), User.Role(), cancellationToken);
        return Html(await fragments.RenderAsync<HistoryList>(
            new Dictionary<string, object?> { [nameof(HistoryList.History)] = history },
            CultureInfo.CurrentUICulture));
    }

    private async Task<IActionResult> ChangedAsync(MessageView message) =>
        Html(MessageFragments.Upsert(await MessageFragments.RenderChangedAsync(fragments, message, CultureInfo.CurrentUICulture)));

    private ContentResult Html(string html) => Content(html, "text/html; charset=utf-8");
}
