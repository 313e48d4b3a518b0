using Microsoft.Extensions.Logging.Console;

namespace ChatWeb.Commands;

/// <summary>What the program does in place of serving, by its first word. The rest of the command line is settings, as ever.</summary>
internal static class Command
{
    /// <summary>Exit code of a command line that can't be understood, as shells have it.</summary>
    private const int Misused = 2;

    private const string Usage = """
        dotnet ChatWeb.dll                    serves
        dotnet ChatWeb.dll migrate            brings the database up to date and ends
        dotnet ChatWeb.dll doctor [ADDRESS]   says what is wrong here; with the address that people
                                              open, also with the proxy in front
        Settings follow as --NAME=VALUE, or come from appsettings.json and the environment.
        """;

    /// <summary>The command that the line names, to be given the program's composition; null when it is to serve.</summary>
    public static Func<Func<string[], WebApplicationBuilder>, Task<int>>? Find(string[] args) => args switch
    {
        ["migrate", .. var settings] => compose => MigrateCommand.RunAsync(() => compose(settings)),
        ["doctor", var address, .. var settings] when IsWord(address) => compose => Doctor.DoctorCommand.RunAsync(() => compose(settings), address),
        ["doctor", .. var settings] => compose => Doctor.DoctorCommand.RunAsync(() => compose(settings), address: null),
        [var unknown, ..] when IsWord(unknown) => _ => ExplainAsync(),
        _ => null,
    };

    /// <summary>What the program logs, left to what matters beside a command's own lines.</summary>
    public static void Quieten(this ILoggingBuilder logging) => logging
        .AddFilter<ConsoleLoggerProvider>(category: null, LogLevel.Warning)
        .AddFilter<ConsoleLoggerProvider>("ChatWeb", LogLevel.Information);

    private static Task<int> ExplainAsync()
    {
        Console.Error.WriteLine(Usage);
        return Task.FromResult(Misused);
    }

    /// <summary>Not a setting: <c>--name=value</c>, <c>/name value</c> or <c>name=value</c>.</summary>
    private static bool IsWord(string arg) => arg.Length > 0 && arg[0] is not ('-' or '/') && (!arg.Contains('=') || arg.Contains("://", StringComparison.Ordinal));
}
