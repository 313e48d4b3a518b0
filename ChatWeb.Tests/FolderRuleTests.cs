using System.Reflection;
using System.Text.RegularExpressions;

namespace ChatWeb.Tests;

/// <summary>
/// The rule for folders: streaming uses no feature, and features meet through each other's public methods, never
/// through each other's tables.
/// </summary>
public sealed partial class FolderRuleTests
{
    private static readonly string[] Features = ["Accounts", "Rooms", "Messages", "Polls", "Seats", "Personas", "Moderation"];

    /// <summary>Whose table each set of the context is.</summary>
    private static readonly Dictionary<string, string> Owners = new()
    {
        ["Users"] = "Accounts",
        ["Rooms"] = "Rooms",
        ["RoomMembers"] = "Rooms",
        ["Messages"] = "Messages",
        ["RoomEvents"] = "Streaming",
    };

    [Fact]
    public void Every_source_file_keeps_to_its_folder()
    {
        var sources = typeof(FolderRuleTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "Sources").Value!;
        var checkedFolders = new HashSet<string>();
        var faults = new List<string>();
        foreach (var folder in Features.Append("Streaming").Where(folder => Directory.Exists(Path.Combine(sources, folder))))
        {
            foreach (var file in Directory.EnumerateFiles(Path.Combine(sources, folder), "*.*", SearchOption.AllDirectories)
                .Where(file => file.EndsWith(".cs", StringComparison.Ordinal) || file.EndsWith(".razor", StringComparison.Ordinal)))
            {
                checkedFolders.Add(folder);
                faults.AddRange(Faults(folder, File.ReadAllText(file)).Select(fault => $"{Path.GetRelativePath(sources, file)}: {fault}"));
            }
        }

        Assert.Superset(new HashSet<string> { "Accounts", "Rooms", "Messages", "Streaming" }, checkedFolders);
        Assert.Empty(faults);
    }

    [Theory]
    [InlineData("Streaming", "using ChatWeb.Messages;", false)]
    [InlineData("Streaming", "var x = ChatWeb.Rooms.RoomKind.Public;", false)]
    [InlineData("Streaming", "db.Rooms.Where(r => true)", false)]
    [InlineData("Streaming", "db.RoomEvents.Where(e => true)", true)]
    [InlineData("Messages", "tx.RoomMembers.Any()", false)]
    [InlineData("Messages", "context.Set<RoomMember>()", false)]
    [InlineData("Messages", "using ChatWeb.Rooms;", true)]
    [InlineData("Messages", "db.Messages.Any()", true)]
    [InlineData("Rooms", "db.Users.Any()", false)]
    public void The_rule_finds_what_breaks_it(string folder, string source, bool allowed) =>
        Assert.Equal(allowed, !Faults(folder, source).Any());

    private static IEnumerable<string> Faults(string folder, string source)
    {
        if (folder == "Streaming")
        {
            foreach (var feature in Features.Where(feature => source.Contains($"ChatWeb.{feature}", StringComparison.Ordinal)))
            {
                yield return $"streaming must not know {feature}";
            }
        }

        foreach (Match use in SetUse().Matches(source))
        {
            if (Owners.TryGetValue(use.Groups["set"].Value, out var owner) && owner != folder && folder != "Data")
            {
                yield return $"{use.Value} is a table of {owner}";
            }
        }

        foreach (Match use in GenericSet().Matches(source))
        {
            yield return $"{use.Value}: use the context's own properties, which this rule reads";
        }
    }

    [GeneratedRegex(@"\b(db|tx|context|_db|_context)\.(?<set>[A-Z]\w+)\b")]
    private static partial Regex SetUse();

    [GeneratedRegex(@"\.Set<\w+>\(\)")]
    private static partial Regex GenericSet();
}
