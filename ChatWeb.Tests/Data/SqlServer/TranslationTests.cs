using System.Reflection;
using ChatWeb.Data;
using ChatWeb.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ChatWeb.Tests.Data.SqlServer;

/// <summary>
/// No query of the program is one that SQL Server's translator refuses. A walk through everything that the program does
/// makes it ask all it ever asks, on SQLite; a method that asks and was not on the way fails the test.
/// </summary>
public sealed class TranslationTests : IDisposable
{
    /// <summary>What is never said to SQL Server, or is its own already.</summary>
    private static readonly string[] OfOneEngine = ["ChatWeb.Data.Sqlite.", "ChatWeb.Data.DatabaseProbe"];

    private readonly RecordedQueries _recorded = new();
    private readonly ProgramInside _program;

    public TranslationTests() => _program = new ProgramInside(services =>
        services.ConfigureDbContext<ChatDbContext>(options => options.AddInterceptors(_recorded)));

    public void Dispose() => _program.Dispose();

    [Fact]
    public async Task Everything_that_the_program_asks_can_be_said_in_t_sql()
    {
        await Walk.EverywhereAsync(_program);

        var missed = AskingMethods().Where(method => !_recorded.HasAsked(method)).Select(Name).ToList();
        Assert.True(missed.Count == 0, $"The walk does not come by {string.Join('\n', missed)}");

        using var translator = new SqlServerTranslator();
        var said = _recorded.Queries.Where(query => !IsWritten(query)).Select(translator.Translate).ToList();
        Assert.InRange(said.Count, 40, 1_000);
        Assert.All(said, sql => Assert.DoesNotContain("JSON", sql, StringComparison.OrdinalIgnoreCase));
        Assert.Contains(said, sql => sql.Contains("TOP(", StringComparison.Ordinal) && sql.StartsWith("DELETE", StringComparison.Ordinal));
        Assert.Contains(said, sql => sql.Contains("OFFSET", StringComparison.Ordinal) && sql.Contains("FETCH NEXT", StringComparison.Ordinal));
        Assert.Contains(said, sql => sql.StartsWith("UPDATE", StringComparison.Ordinal));
    }

    /// <summary>The one statement of messages that EF does not write: it must take the row's lock and answer in one.</summary>
    [Fact]
    public void The_next_place_in_a_room_is_taken_by_one_update_that_says_what_it_became()
    {
        Assert.Matches(@"^UPDATE Rooms SET [^;]* OUTPUT inserted\.LastSeq, inserted\.LastNumber WHERE Id = @room AND [^;]*$", RoomRow.SqlServer);
        Assert.DoesNotContain("SELECT", RoomRow.SqlServer, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("NOLOCK", RoomRow.SqlServer, StringComparison.OrdinalIgnoreCase);
    }

    private static IEnumerable<MethodBase> AskingMethods() => typeof(ChatDbContext).Assembly.GetTypes()
        .Where(type => !type.IsNested && !OfOneEngine.Any(one => type.FullName!.StartsWith(one, StringComparison.Ordinal)))
        .SelectMany(type => CompiledUses.MethodsThatUse(type, Asks));

    private static bool Asks(MemberInfo used) =>
        used.DeclaringType == typeof(EntityFrameworkQueryableExtensions) && used.Name.EndsWith("Async", StringComparison.Ordinal);

    private static string Name(MethodBase method) => $"{method.DeclaringType}.{method.Name}";

    /// <summary>Whether it is SQL as the program wrote it, for one engine.</summary>
    private static bool IsWritten(System.Linq.Expressions.Expression query) => query.ToString().Contains("SqlQuery", StringComparison.Ordinal);
}
