using System.Diagnostics;

namespace ChatWeb.Tests.Support;

/// <summary>The program run as a command that ends by itself.</summary>
public sealed record CommandRun(int ExitCode, string Output)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    /// <param name="settings">As environment variables.</param>
    /// <param name="args">The command line.</param>
    public static async Task<CommandRun> StartAsync(IEnumerable<(string Name, string? Value)> settings, params string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [ChatServer.ProgramPath, .. args]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
            await process.WaitForExitAsync(limit.Token);
            return new CommandRun(process.ExitCode, await output + await errors);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    /// <summary>The doctor's line about something.</summary>
    public string Line(string check) =>
        Output.Split('\n').SingleOrDefault(line => line.Length > 9 && line[9..].StartsWith(check + " ", StringComparison.Ordinal))
            ?? throw new InvalidOperationException($"There is no line about {check}:\n{Output}");
}
