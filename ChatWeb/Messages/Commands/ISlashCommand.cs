using ChatWeb.Rooms;

namespace ChatWeb.Messages.Commands;

/// <summary>
/// Something that people do from the composer by <c>/name</c>. A feature adds its own with
/// <c>services.AddScoped&lt;ISlashCommand, …&gt;()</c>; completion and <c>/help</c> show it by itself.
/// </summary>
public interface ISlashCommand
{
    /// <summary>Without the slash, in lower case.</summary>
    string Name { get; }

    /// <summary>How it is written, in the reader's language: <c>/topic text</c>.</summary>
    string Usage { get; }

    /// <summary>What it does, in the reader's language.</summary>
    string Description { get; }

    /// <summary>With a text it becomes a message, which the page may keep until the connection is back.</summary>
    bool Posts => false;

    /// <summary>Whether somebody with these rights may use it; others are not told of it.</summary>
    bool IsFor(RoomRights rights) => true;

    /// <summary>Does it; its caller is a member of the room and one it <see cref="IsFor"/>.</summary>
    /// <exception cref="Http.ProblemException">It can't be done so; the sentence says why.</exception>
    Task<CommandResult> RunAsync(CommandCall call, CancellationToken cancellationToken);
}

/// <summary>A command as somebody wrote it.</summary>
/// <param name="Message">What came from the composer, with its client id; its body is the whole text.</param>
/// <param name="Text">What stands behind the command's name.</param>
/// <param name="Rights">What its writer may do in the room.</param>
/// <param name="Root">The server's address as its writer knows it, without a slash at the end.</param>
public sealed record CommandCall(long RoomId, Guid UserId, NewMessage Message, string Text, RoomRights Rights, string Root);

/// <summary>What became of something that was sent from the composer.</summary>
public abstract record CommandResult
{
    /// <summary>It stands in the talk.</summary>
    public sealed record Posted(PostResult Result) : CommandResult;

    /// <summary>An answer for its writer alone.</summary>
    /// <param name="Link">An address to copy.</param>
    /// <param name="Commands">Commands to list.</param>
    public sealed record Answered(string Sentence, string? Link = null, IReadOnlyList<ISlashCommand>? Commands = null) : CommandResult;

    /// <summary>Its writer goes elsewhere.</summary>
    public sealed record Left(string Path) : CommandResult;
}
