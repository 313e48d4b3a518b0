using System.Reflection;
using ChatWeb.Data;
using ChatWeb.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ChatWeb.Tests;

/// <summary>
/// The rule for folders: streaming uses no feature, and features meet through each other's public methods, never
/// through each other's tables. It is held against what was compiled: no name of a variable hides a use.
/// </summary>
public sealed class FolderRuleTests
{
    private static readonly string[] Features = ["Accounts", "Rooms", "Messages", "Polls", "Seats", "Personas", "Moderation"];

    /// <summary>Whose table each set of the context is.</summary>
    private static readonly Dictionary<string, string> Owners = new()
    {
        ["Users"] = "Accounts",
        ["SignInSessions"] = "Accounts",
        ["Revocations"] = "Accounts",
        ["Rooms"] = "Rooms",
        ["RoomMembers"] = "Rooms",
        ["Messages"] = "Messages",
        ["MessageVersions"] = "Messages",
        ["Reactions"] = "Messages",
        ["Mentions"] = "Messages",
        ["Attachments"] = "Messages",
        ["Drafts"] = "Messages",
        ["Sanctions"] = "Moderation",
        ["RoomEvents"] = "Streaming",
        ["Installations"] = "Data",
        ["DataProtectionKeys"] = "Data",
        ["Leases"] = "Data",
    };

    [Fact]
    public void Every_table_has_an_owner()
    {
        var sets = typeof(ChatDbContext).GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(property => property.PropertyType.Name == "DbSet`1")
            .Select(property => property.Name);

        Assert.Empty(sets.Except(Owners.Keys));
    }

    [Fact]
    public void Compiled_code_keeps_to_its_folder()
    {
        var types = typeof(ChatDbContext).Assembly.GetTypes().Where(type => !type.IsNested && Folder(type) is not (null or "Data")).ToList();

        Assert.Superset(new HashSet<string> { "Accounts", "Rooms", "Messages", "Streaming" }, types.Select(type => Folder(type)!).ToHashSet());
        Assert.Contains(types.Where(type => Folder(type) == "Messages").SelectMany(CompiledUses.Of), use => TableOf(use) == "Messages");
        Assert.Empty(types.SelectMany(type => Faults(type, Folder(type)!)));
    }

    [Theory]
    [InlineData("Streaming", nameof(Planted.AsksARoomItself), true)]
    [InlineData("Streaming", nameof(Planted.AsksForATableInDisguise), true)]
    [InlineData("Streaming", nameof(Planted.NamesATypeAsAnArgument), true)]
    [InlineData("Messages", nameof(Planted.NamesATypeAsAnArgument), false)]
    [InlineData("Messages", nameof(Planted.AsksForATableInDisguise), true)]
    [InlineData("Rooms", nameof(Planted.AsksForATableInDisguise), false)]
    [InlineData("Rooms", nameof(Planted.AsksForASetByType), true)]
    public void The_rule_finds_what_breaks_it(string folder, string planted, bool fault) =>
        Assert.Equal(fault, Faults(typeof(Planted).GetNestedType(planted)!, folder).Any());

    private static IEnumerable<string> Faults(Type type, string folder)
    {
        foreach (var use in CompiledUses.Of(type))
        {
            if (folder == "Streaming" && FolderOf(use) is { } feature && Features.Contains(feature))
            {
                yield return $"{type}: streaming must not know {use}";
            }

            // What belongs to Data is there for everybody.
            if (TableOf(use) is { } table && Owners[table] is not "Data" and var owner && owner != folder)
            {
                yield return $"{type}: {table} is a table of {owner}";
            }

            if (use is MethodInfo { Name: "Set", DeclaringType: { } declaring } && declaring.IsAssignableTo(typeof(DbContext)))
            {
                yield return $"{type}: use the context's own properties";
            }
        }
    }

    private static string? TableOf(MemberInfo use) =>
        use is MethodInfo method && method.Name.StartsWith("get_", StringComparison.Ordinal) && method.DeclaringType!.IsAssignableTo(typeof(DbContext))
            && method.ReturnType.Name == "DbSet`1"
            ? method.Name["get_".Length..]
            : null;

    private static string? FolderOf(MemberInfo use) => Folder(use as Type ?? use.DeclaringType);

    /// <summary>The folder of a type of the program: the second part of its namespace.</summary>
    private static string? Folder(Type? type) =>
        type?.Assembly == typeof(ChatDbContext).Assembly && type.Namespace?.Split('.') is ["ChatWeb", var folder, ..] ? folder : null;

    private static class Planted
    {
        public sealed class AsksARoomItself
        {
            public static bool Use(object room) => room is ChatWeb.Rooms.Room { Kind: ChatWeb.Rooms.RoomKind.Public };
        }

        public sealed class AsksForATableInDisguise
        {
            public static Func<ChatDbContext, object> Use() => anything => from row in anything.Rooms where row.Id > 1 select row.Name;
        }

        public sealed class NamesATypeAsAnArgument
        {
            public static object Use() => Array.Empty<List<ChatWeb.Messages.Message>>();
        }

        public sealed class AsksForASetByType
        {
            public static object Use(DbContext anything) => anything.Set<ChatWeb.Rooms.RoomMember>();
        }
    }
}
