using ChatWeb.Accounts;
using ChatWeb.Data;
using ChatWeb.Http;
using ChatWeb.Rooms;
using ChatWeb.Streaming.Signals;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ChatWeb.Messages.Mentions;

/// <summary>Keeps whom a message names. One without an @ costs no query.</summary>
internal sealed class MentionRows(RoomSignalState signals, IStringLocalizer<MentionTexts> texts) : IMessageRows
{
    /// <summary>People whom one message names; who means more means the room.</summary>
    public const int MostPeople = 50;

    /// <summary>Of all who are here just now, <c>@here</c> reaches so many.</summary>
    public const int MostHere = 500;

    /// <summary>Every @ costs a look-up; text with more of them is no message to people.</summary>
    private const int MostPlaces = 500;

    public async Task AddAsync(ChatDbContext tx, Message message, NewMessage typed, CancellationToken cancellationToken)
    {
        // Who forwards does not speak to those who were named elsewhere.
        if (message.Body.Contains('@', StringComparison.Ordinal) && message.Kind != MessageKind.Notice && typed.ForwardedFrom is null)
        {
            await NameAsync(tx, message, cancellationToken);
        }
    }

    public async Task ChangeAsync(ChatDbContext tx, Message message, CancellationToken cancellationToken)
    {
        await RemoveAsync(tx, message, cancellationToken);
        if (message.Body.Contains('@', StringComparison.Ordinal) && message.Kind != MessageKind.Notice && message.ForwardedFromId is null)
        {
            await NameAsync(tx, message, cancellationToken);
        }
    }

    public Task RemoveAsync(ChatDbContext tx, Message message, CancellationToken cancellationToken) =>
        tx.Mentions.Where(m => m.MessageId == message.Id).ExecuteDeleteAsync(cancellationToken);

    private async Task NameAsync(ChatDbContext tx, Message message, CancellationToken cancellationToken)
    {
        var places = MentionCandidates.Of(message.Body);
        if (places.Count == 0)
        {
            return;
        }

        var (people, words) = places.Count > MostPlaces ? throw TooMany() : await ReadAsync(tx, message.RoomId, places, cancellationToken);
        if (people.Count > MostPeople)
        {
            throw TooMany();
        }

        if (words.Contains(MentionWords.Room))
        {
            if (!await MemberNames.MayCallAllAsync(tx, message.RoomId, message.SenderId, cancellationToken))
            {
                throw new ProblemException(StatusCodes.Status403Forbidden, "may-not-call-room", texts["Room"], "body");
            }

            people[Mention.Everybody] = MentionWords.Room;
        }

        if (words.Contains(MentionWords.Here))
        {
            var here = signals.Here(message.RoomId, _ => true, MostHere);
            foreach (var userId in await MemberNames.AmongAsync(tx, message.RoomId, here, cancellationToken))
            {
                people.TryAdd(userId, MentionWords.Here);
            }
        }

        tx.Mentions.AddRange(people.Select(person => new Mention
        {
            RoomId = message.RoomId,
            Number = message.Number,
            UserId = person.Key,
            MessageId = message.Id,
            Name = person.Value,
        }));
    }

    /// <summary>Who is named, each with their name as it was typed, and the words that mean a group. Of several names at one place the longest is meant.</summary>
    private static async Task<(Dictionary<Guid, string> People, HashSet<string> Words)> ReadAsync(
        ChatDbContext tx,
        long roomId,
        IReadOnlyList<IReadOnlyList<string>> places,
        CancellationToken cancellationToken)
    {
        var keys = places.SelectMany(names => names).Select(NameKeys.Of).Where(key => MentionWords.Of(key) is null).Distinct().ToList();
        var members = (await MemberNames.NamedAsync(tx, roomId, keys, cancellationToken)).ToLookup(member => member.Key);
        var (people, words) = (new Dictionary<Guid, string>(), new HashSet<string>());
        foreach (var name in places.SelectMany(names => names.Reverse().Where(name => MentionWords.Of(name) is not null || members[NameKeys.Of(name)].Any()).Take(1)))
        {
            if (MentionWords.Of(name) is { } word)
            {
                words.Add(word);
            }

            foreach (var member in members[NameKeys.Of(name)])
            {
                people.TryAdd(member.Id, name);
            }
        }

        return (people, words);
    }

    private ProblemException TooMany() =>
        new(StatusCodes.Status400BadRequest, "too-many-mentions", texts["TooMany", MostPeople], "body");
}
