using ChatWeb.Data;
using ChatWeb.Data.SqlServer;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace ChatWeb.Tests.Data.SqlServer;

public sealed class RetryTests(SideBySideProgram program) : IClassFixture<SideBySideProgram>
{
    public static TheoryData<string, FaultPlace> WorkThatBreaks { get; } = new(
        from work in RetriedWork.All.Keys
        from place in new[] { FaultPlace.Begin, FaultPlace.BeforeCommit, FaultPlace.AfterCommit }
        where work != "make an account" || place == FaultPlace.AfterCommit // one insert, without a transaction of its own
        select (work, place));

    public static TheoryData<string> WorkOfCommands { get; } = new(RetriedWork.All.Keys.Where(work => work != "make an account"));

    [Theory]
    [MemberData(nameof(WorkThatBreaks))]
    public async Task What_breaks_at_its_beginning_or_its_commit_is_done_once(string name, FaultPlace place)
    {
        var work = await RetriedWork.All[name](program);

        var (_, broken) = await program.Faults.BreakAsync(work.Do, place);

        Assert.Null(program.Faults.Last);
        Assert.Equal(1, broken);
        Assert.Equal(work.Expected, await program.ReadAsync(work.Look));
    }

    [Theory]
    [MemberData(nameof(WorkOfCommands))]
    public async Task What_breaks_at_any_of_its_commands_is_done_once(string name)
    {
        for (var command = 1; ; command++)
        {
            var work = await RetriedWork.All[name](program);

            var (_, broken) = await program.Faults.BreakAsync(work.Do, FaultPlace.Command, command, SqlErrors.Deadlock);

            Assert.Null(program.Faults.Last);
            Assert.Equal(work.Expected, await program.ReadAsync(work.Look));
            if (broken == 0)
            {
                Assert.NotEqual(1, command);
                return;
            }
        }
    }

    [Theory]
    [InlineData(SqlErrors.Deadlock)]
    [InlineData(SqlErrors.CannotOpen)]
    public async Task What_does_not_stop_breaking_is_given_up_as_a_failure_of_the_database(int number)
    {
        var work = await RetriedWork.All["join"](program);

        var (begun, _) = await program.Faults.BreakAsync(work.Do, FaultPlace.BeforeCommit, number: number, times: 1_000);

        Assert.Equal(1 + SqlServerChat.MaxRetries, begun);
        Assert.IsType<RetryLimitExceededException>(program.Faults.Last);
        Assert.True(program.Faults.Last.IsDatabaseFailure());
        Assert.NotEqual(work.Expected, await program.ReadAsync(work.Look));
    }

    [Fact]
    public async Task A_command_that_timed_out_is_not_tried_again()
    {
        var work = await RetriedWork.All["post"](program);

        var (begun, _) = await program.Faults.BreakAsync(work.Do, FaultPlace.Command, command: 1, SqlErrors.Timeout);

        Assert.Equal(1, begun);
        Assert.True(program.Faults.Last!.IsDatabaseFailure());
        Assert.NotEqual(work.Expected, await program.ReadAsync(work.Look));
    }

    [Theory]
    [InlineData(2627, true)]
    [InlineData(2601, true)]
    [InlineData(547, false)]
    [InlineData(1205, false)]
    public void A_taken_key_is_known_by_its_number(int number, bool isUnique) =>
        Assert.Equal(isUnique, new DbUpdateException("", (SqlException)SqlErrors.Of(number)).IsUniqueViolation());

    [Fact]
    public void Retries_on_sql_server_end_within_a_request()
    {
        using var db = new SqlServerDesignTimeFactory().CreateDbContext([]);

        var strategy = Assert.IsType<SqlServerRetryingExecutionStrategy>(db.Database.CreateExecutionStrategy());

        Assert.True(strategy.RetriesOnFailure);
        Assert.Equal((SqlServerChat.MaxRetries, SqlServerChat.MaxRetryDelay), (strategy.MaxRetryCount, strategy.MaxRetryDelay));
        Assert.InRange(SqlServerChat.MaxRetries * SqlServerChat.MaxRetryDelay.TotalSeconds, 1, 30);
    }
}
