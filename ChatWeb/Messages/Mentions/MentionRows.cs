using ChatWeb.Data;
using ChatWeb.Http;
using ChatWeb.Rooms;
using ChatWeb.Streaming.Signals;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ChatWeb.Messages.Mentions;

/// <summary>Keeps whom a message names. A new one without an @ costs no query.</summary>
internal sealed class MentionRows(RoomSignalState signals, MessageMentions mentions, IStringLocalizer<MentionTexts> texts) : IMessageRows
{
    /// <summary>People whom one message names; who means more means the room.</summary>
    public const int MostPeople = 50;

    /// <summary>Of all members who are here just now, <c>@here</c> reaches so many.</summary>
    public const int MostHere = 500;

    /// <summary>Listeners among whom they are looked for; of a public room most may be no members.</summary>
    private const int MostListeners = 5_000;

    public async Task AddAsync(ChatDbContext tx, Message message, NewMessage typed, CancellationToken cancellationToken)
    {
        // Who forwards does not speak to those who were named elsewhere.
        var named = typed.ForwardedFrom is null ? await NamedAsync(tx, message, NamedBefore.Nobody, cancellationToken) : [];
        mentions.Note(message.Id, before: [], [.. named.Keys]);
        tx.Mentions.AddRange(named.Select(person => RowOf(message, person.Key, person.Value)));
    }

    public async Task ChangeAsync(ChatDbContext tx, Message message, CancellationToken cancellationToken)
    {
        var before = await NamedBefore.OfAsync(tx, message, cancellationToken);
        var named = message.ForwardedFromId is null ? await NamedAsync(tx, message, before, cancellationToken) : [];
        mentions.Note(message.Id, [.. before.Rows.Select(row => row.UserId)], [.. named.Keys]);
        foreach (var row in before.Rows)
        {
            if (named.Remove(row.UserId, out var name))
            {
                row.Name = name;
            }
            else
            {
                tx.Mentions.Remove(row);
            }
        }

        tx.Mentions.AddRange(named.Select(person => RowOf(message, person.Key, person.Value)));
    }

    public async Task RemoveAsync(ChatDbContext tx, Message message, CancellationToken cancellationToken)
    {
        var rows = tx.Mentions.Where(m => m.MessageId == message.Id);
        var before = await rows.Select(m => m.UserId).ToListAsync(cancellationToken);
        mentions.Note(message.Id, before, now: []);
        if (before.Count > 0)
        {
            await rows.ExecuteDeleteAsync(cancellationToken);
        }
    }

    /// <summary>Whom the message names, each with what names them.</summary>
    private async Task<Dictionary<Guid, string>> NamedAsync(ChatDbContext tx, Message message, NamedBefore before, CancellationToken cancellationToken)
    {
        if (message.Kind == MessageKind.Notice || !message.Body.Contains('@', StringComparison.Ordinal))
        {
            return [];
        }

        var candidates = mentions.Candidates(message.Body);
        var (people, words) = candidates.AreTooMany ? throw TooMany() : await ReadAsync(tx, message.RoomId, candidates, before, cancellationToken);
        people.Remove(message.SenderId); // nobody is called by themselves
        if (people.Count > MostPeople)
        {
            throw TooMany();
        }

        if (words.Contains(MentionWords.Room))
        {
            if (!before.Room && !await MemberNames.MayCallAllAsync(tx, message.RoomId, message.SenderId, cancellationToken))
            {
                throw new ProblemException(StatusCodes.Status403Forbidden, "may-not-call-room", texts["Room"], "body");
            }

            people[Mention.Everybody] = MentionWords.Room;
        }

        if (words.Contains(MentionWords.Here))
        {
            foreach (var userId in before.Here ?? await HereAsync(tx, message, cancellationToken))
            {
                people.TryAdd(userId, MentionWords.Here);
            }
        }

        return people;
    }

    /// <summary>Who is named, each with their name as it was typed, and the words that mean a group. Of several names at one place the longest is meant.</summary>
    private static async Task<(Dictionary<Guid, string> People, HashSet<string> Words)> ReadAsync(
        ChatDbContext tx,
        long roomId,
        MentionCandidates candidates,
        NamedBefore before,
        CancellationToken cancellationToken)
    {
        var unknown = candidates.Keys.Where(key => !before.Names.Contains(key)).ToList();
        var members = (await MemberNames.NamedAsync(tx, roomId, unknown, cancellationToken)).ToLookup(member => member.Key, member => member.Id);
        var (people, words) = (new Dictionary<Guid, string>(), new HashSet<string>());
        foreach (var names in candidates.Places)
        {
            foreach (var name in names.Reverse())
            {
                if (name.Word is { } word)
                {
                    words.Add(word);
                    break;
                }

                var meant = before.Names.Contains(name.Key) ? before.Names[name.Key] : members[name.Key];
                foreach (var userId in meant)
                {
                    people.TryAdd(userId, name.Text);
                }

                if (meant.Any())
                {
                    break;
                }
            }
        }

        return (people, words);
    }

    private async Task<IReadOnlyList<Guid>> HereAsync(ChatDbContext tx, Message message, CancellationToken cancellationToken)
    {
        var listening = signals.Here(message.RoomId, _ => true, MostListeners).Where(id => id != message.SenderId).ToList();
        return await MemberNames.AmongAsync(tx, message.RoomId, listening, MostHere, cancellationToken);
    }

    private static Mention RowOf(Message message, Guid userId, string name) => new()
    {
        RoomId = message.RoomId,
        Number = message.Number,
        UserId = userId,
        MessageId = message.Id,
        Name = name,
    };

    private ProblemException TooMany() =>
        new(StatusCodes.Status400BadRequest, "too-many-mentions", texts["TooMany", MostPeople], "body");
}
