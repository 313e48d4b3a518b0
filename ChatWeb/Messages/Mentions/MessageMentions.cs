using System.Text.Json;
using ChatWeb.Http;
using ChatWeb.Streaming.Feeds;

namespace ChatWeb.Messages.Mentions;

/// <summary>
/// What goes with a message's mentions around its transaction, one message after another: its text is searched for
/// names before, while nobody waits for it, and whoever is named now and was not is told after.
/// </summary>
public sealed class MessageMentions(UserNotices notices)
{
    private (string Body, MentionCandidates Candidates)? _prepared;
    private Change? _change;

    /// <summary>Searches the text that a message is to have.</summary>
    public void Prepare(string body) => Candidates(body);

    /// <summary>Tells of what was committed; nothing when the message names who it named before.</summary>
    public void Tell(MessageView message)
    {
        if (_change is { } change && change.MessageId == message.Id)
        {
            _change = null;
            TellNamed(message, change);
            TellGone(message, change);
        }
    }

    /// <summary>What it may name: as it was prepared, or read now.</summary>
    internal MentionCandidates Candidates(string body)
    {
        if (_prepared is not { } prepared || prepared.Body != body)
        {
            _prepared = prepared = (body, MentionCandidates.Of(body));
        }

        return prepared.Candidates;
    }

    /// <summary>Notes, inside its transaction, whom a message named and names now. A transaction may be tried again: the last note holds.</summary>
    internal void Note(long messageId, IReadOnlyCollection<Guid> before, IReadOnlyCollection<Guid> now) =>
        _change = before.Count + now.Count == 0 ? null : new Change(messageId, before, now);

    private void TellNamed(MessageView message, Change change)
    {
        if (change.NamedAll || message.DeletedAt is not null)
        {
            return;
        }

        if (change.NamesAll)
        {
            notices.Mention(message.RoomId, message.SenderUuid, userIds: null, Json(message), but: change.Before.Count > 0 ? [.. change.Before] : null);
        }
        else if (change.Now.Except(change.Before).Where(id => id != message.SenderUuid).ToList() is { Count: > 0 } added)
        {
            notices.Mention(message.RoomId, message.SenderUuid, added, Json(message));
        }
    }

    private void TellGone(MessageView message, Change change)
    {
        if (change.NamesAll)
        {
            return; // who was named by their name still is
        }

        if (change.NamedAll)
        {
            notices.MentionsGone(message.RoomId, userIds: null);
        }
        else if (change.Before.Except(change.Now).ToList() is { Count: > 0 } gone)
        {
            notices.MentionsGone(message.RoomId, gone);
        }
    }

    private static JsonElement Json(MessageView message) => JsonSerializer.SerializeToElement(message, WireJson.Options);

    private sealed record Change(long MessageId, IReadOnlyCollection<Guid> Before, IReadOnlyCollection<Guid> Now)
    {
        public bool NamedAll => Before.Contains(Mention.Everybody);

        public bool NamesAll => Now.Contains(Mention.Everybody);
    }
}
