using System.Globalization;
using ChatWeb.Accounts;
using ChatWeb.Components;
using ChatWeb.Data;
using ChatWeb.Http;
using ChatWeb.Messages;
using ChatWeb.Messages.Commands;
using ChatWeb.Messages.Drafts;
using ChatWeb.Messages.Reactions;
using ChatWeb.Rooms;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace ChatWeb.Pages.Rooms;

/// <summary>A room, opened at what is new to the reader, or a page of it by address; and what its forms do.</summary>
[Authorize]
public sealed class RoomModel(
    RoomService rooms,
    MembershipService membership,
    RoomKeeping keeping,
    MessageService messages,
    OwnReactions own,
    SlashCommands commands,
    DraftService drafts,
    FragmentRenderer fragments,
    IStringLocalizer<MessageProblems> texts,
    IAntiforgery antiforgery) : PageModel
{
    [FromRoute]
    public long Id { get; set; }

    public RoomView Room { get; private set; } = null!;

    public MessagePage Messages { get; private set; } = null!;

    /// <summary>The message that the page was opened at.</summary>
    public long? Around { get; private set; }

    public IReadOnlyList<MemberView> Members { get; private set; } = [];

    /// <summary>The absolute address that lets others in; null for somebody who is no member.</summary>
    public string? InvitationUrl { get; private set; }

    public RoomRights Rights { get; private set; }

    /// <summary>What was typed and refused, and why.</summary>
    public string? Typed { get; private set; }

    public string? Error { get; private set; }

    /// <summary>What was begun in this room, here or on another device.</summary>
    public DraftView? Draft { get; private set; }

    /// <summary>What a command answered, and which there are.</summary>
    public CommandResult.Answered? Answer { get; private set; }

    public IReadOnlyList<ISlashCommand> Commands { get; private set; } = [];

    public string Csrf => antiforgery.GetAndStoreTokens(HttpContext).RequestToken!;

    /// <summary>The addresses of forms, opened without one (say, after signing in again), lead to the room.</summary>
    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        if (context.HandlerMethod is null)
        {
            context.Result = this.SeeOther($"/rooms/{Id}");
        }
    }

    public async Task<IActionResult> OnGetAsync(long? before, long? after, long? around, bool newest, CancellationToken cancellationToken) =>
        !ModelState.IsValid ? BadRequest()
        : await LoadAsync(before, after, around, newest, cancellationToken) ? Page()
        : NotFound();

    public async Task<IActionResult> OnPostJoinAsync(CancellationToken cancellationToken) =>
        await membership.JoinAsync(Id, User.Id(), cancellationToken) ? this.SeeOther($"/rooms/{Id}") : NotFound();

    public async Task<IActionResult> OnPostLeaveAsync(CancellationToken cancellationToken) =>
        await membership.LeaveAsync(Id, User.Id(), cancellationToken) ? this.SeeOther("/rooms") : NotFound();

    /// <summary>A message or a command, by the plain form (back to the room) or by script (the message as a fragment).</summary>
    public async Task<IActionResult> OnPostMessagesAsync(
        string? body,
        [FromForm(Name = "client_id")] string? clientId,
        [FromForm(Name = "reply_to")] long? replyTo,
        long[]? attachments,
        bool draft,
        CancellationToken cancellationToken)
    {
        if (IsMalformed("reply_to") || IsMalformed("attachments") || IsMalformed("draft"))
        {
            return BadRequest(); // the other fields have rules of their own, with sentences
        }

        if (Request.IsHtmx())
        {
            var message = new NewMessage(body, ClientIds.Parse(clientId, texts), replyTo, attachments) { Alongside = draft ? EndDraft : null };
            return await AnswerAsync(message, cancellationToken);
        }

        try
        {
            switch (await SendAsync(new NewMessage(body, null, replyTo, attachments) { Alongside = EndDraft }, cancellationToken))
            {
                case CommandResult.Answered answer:
                    Answer = answer;
                    return await LoadAsync(null, null, null, newest: true, cancellationToken) ? Page() : NotFound();
                case CommandResult.Left left:
                    return this.SeeOther(left.Path);
                default:
                    return this.SeeOther($"/rooms/{Id}#end");
            }
        }
        catch (ProblemException problem) when (problem.Status != StatusCodes.Status404NotFound)
        {
            (Typed, Error, Response.StatusCode) = (body, problem.Message, problem.Status);
            return await LoadAsync(null, null, null, newest: true, cancellationToken) ? Page() : NotFound();
        }
    }

    private string Root => $"{Request.Scheme}://{Request.Host}{Request.PathBase}";

    private bool IsMalformed(string field) => ModelState.GetFieldValidationState(field) == ModelValidationState.Invalid;

    private Task<CommandResult> SendAsync(NewMessage message, CancellationToken cancellationToken) =>
        commands.SendAsync(Id, User.Id(), User.Role(), message, Root, cancellationToken);

    private Task EndDraft(ChatDbContext tx, CancellationToken cancellationToken) => drafts.EndAsync(tx, Id, User.Id(), cancellationToken);

    /// <summary>The message as the stream brings it to everybody; refusals are problems, which the script shows.</summary>
    private async Task<IActionResult> AnswerAsync(NewMessage message, CancellationToken cancellationToken)
    {
        switch (await SendAsync(message, cancellationToken))
        {
            case CommandResult.Answered answer:
                return Fragment(await CommandFragments.RenderAsync(fragments, answer, CultureInfo.CurrentUICulture), StatusCodes.Status200OK);
            case CommandResult.Left left:
                Response.Headers["HX-Redirect"] = left.Path;
                return new NoContentResult();
            case CommandResult.Posted { Result: var posted }:
                var item = await MessageFragments.RenderAsync(fragments, posted.Message, CultureInfo.CurrentUICulture);
                return Fragment(MessageFragments.Upsert(item), posted.Created ? StatusCodes.Status201Created : StatusCodes.Status200OK);
            default:
                throw new InvalidOperationException("No such result of a command.");
        }

        static ContentResult Fragment(string html, int status) => new() { Content = html, ContentType = "text/html; charset=utf-8", StatusCode = status };
    }

    private async Task<bool> LoadAsync(long? before, long? after, long? around, bool newest, CancellationToken cancellationToken)
    {
        if (await rooms.FindAsync(Id, User.Id(), cancellationToken) is not { } room)
        {
            return false;
        }

        Room = room;
        Around = around;
        var opened = before is null && after is null && !newest;
        var page = around is { } middle ? await messages.AroundAsync(room, middle, cancellationToken)
            : opened ? await messages.OpenAsync(room, cancellationToken)
            : await messages.PageAsync(room, before, after, MessageService.MaxPage, cancellationToken);
        Messages = await own.MarkAsync(page, User.Id(), cancellationToken);
        Members = await membership.MembersAsync(Id, cancellationToken);
        Rights = await keeping.RightsAsync(Id, User.Id(), User.Role(), cancellationToken);
        if (await membership.InvitationTokenAsync(Id, User.Id(), cancellationToken) is { } token)
        {
            InvitationUrl = $"{Root}/invite/{token}";
        }

        if (room.Member)
        {
            Draft = await drafts.FindAsync(Id, User.Id(), cancellationToken);
            Commands = commands.For(Rights);
        }

        return true;
    }
}
