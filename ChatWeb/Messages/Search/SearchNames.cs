using System.Text;
using ChatWeb.Accounts;
using ChatWeb.Data;
using ChatWeb.Rooms;
using Microsoft.EntityFrameworkCore;

namespace ChatWeb.Messages.Search;

/// <summary>Whom and which rooms the names in a query mean: those of exactly that name, or else those with it in theirs.</summary>
public sealed class SearchNames(ChatDbContext db)
{
    /// <summary>More people of one name are not told apart anyhow.</summary>
    private const int Most = 50;

    private static readonly string[] Myself = ["me", "나"];

    public async Task<IReadOnlyList<Guid>> SendersAsync(Guid reader, IReadOnlyList<string> wanted, CancellationToken cancellationToken)
    {
        var senders = new HashSet<Guid>();
        foreach (var name in wanted.Select(name => name.TrimStart('@')).Where(name => name.Length > 0))
        {
            if (Myself.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                senders.Add(reader);
                continue;
            }

            senders.UnionWith(await NamedAsync(name, cancellationToken));
        }

        return [.. senders];
    }

    public static IReadOnlyList<long> Rooms(IReadOnlyList<RoomView> visible, IReadOnlyList<string> wanted)
    {
        var found = new HashSet<long>();
        foreach (var name in wanted.Select(name => Plain(name.TrimStart('#'))).Where(name => name.Length > 0))
        {
            var exact = visible.Where(r => string.Equals(Plain(r.Name), name, StringComparison.OrdinalIgnoreCase)).ToList();
            found.UnionWith((exact.Count > 0 ? exact : visible.Where(r => Plain(r.Name).Contains(name, StringComparison.OrdinalIgnoreCase))).Select(r => r.Id));
        }

        return [.. found];
    }

    private async Task<List<Guid>> NamedAsync(string name, CancellationToken cancellationToken)
    {
        var key = NameKeys.Of(name);
        var exact = await db.Names().Where(u => u.Key == key).Take(Most).Select(u => u.Id).ToListAsync(cancellationToken);
        return exact.Count > 0
            ? exact
            : await db.Names().Where(u => u.Key.Contains(key)).Take(Most).Select(u => u.Id).ToListAsync(cancellationToken);
    }

    /// <summary>Without quotes, which a name in a query can't have.</summary>
    private static string Plain(string name) =>
        string.Join(' ', name.Normalize(NormalizationForm.FormC).Split([' ', '"', '“', '”'], StringSplitOptions.RemoveEmptyEntries));
}
