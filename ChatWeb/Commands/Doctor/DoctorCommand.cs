using ChatWeb.Data;
using Microsoft.Extensions.Options;

namespace ChatWeb.Commands.Doctor;

/// <summary>Says in plain sentences what is wrong with this installation; the exit code is 1 when something failed.</summary>
internal static class DoctorCommand
{
    /// <summary>No check of something healthy takes half of it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static async Task<int> RunAsync(Func<WebApplicationBuilder> compose, string? address)
    {
        var (settings, app) = ReadSettings(compose);
        Report("settings", settings);
        var worst = settings.Verdict;
        if (app is not null)
        {
            await using (app)
            {
                worst = Worse(worst, await RunAsync(Inside(app.Services)));
            }
        }

        if (address is not null)
        {
            using var site = new Site(address);
            worst = Worse(worst, await RunAsync(Outside(site)));
        }

        return worst == Verdict.Failed ? 1 : 0;
    }

    /// <summary>What this machine can see of the installation.</summary>
    private static ICheck[] Inside(IServiceProvider services)
    {
        var database = services.GetRequiredService<DatabaseProbe>();
        var time = services.GetRequiredService<TimeProvider>();
        var redis = RedisWire.Find(services.GetRequiredService<IConfiguration>());
        return
        [
            new DatabaseCheck(database),
            new MigrationsCheck(database),
            new WritingCheck(database),
            new AttachmentsCheck(services, time),
            new RedisCheck(redis),
            new ClockCheck(database, redis, time),
        ];
    }

    /// <summary>What its users see, through whatever is in front.</summary>
    private static ICheck[] Outside(Site site) =>
    [
        new AddressCheck(site),
        new ProxyCheck(site),
        .. Telemetry.Probes.Streams.Select(path => new StreamCheck(site, path)),
        new SocketCheck(site),
    ];

    /// <summary>The program as it would be built; null when its settings don't even allow that.</summary>
    private static (Finding Finding, WebApplication? App) ReadSettings(Func<WebApplicationBuilder> compose)
    {
        WebApplication? app = null;
        try
        {
            var builder = compose();
            builder.Logging.ClearProviders(); // the findings say it
            app = builder.Build();
            app.Services.GetService<IStartupValidator>()?.Validate();
            return (Finding.Ok("The settings are valid."), app);
        }
        catch (OptionsValidationException exception)
        {
            return (Finding.Failed(string.Join(' ', exception.Failures)), app);
        }
        catch (AggregateException exception)
        {
            return (Finding.Failed(string.Join(' ', exception.InnerExceptions.Select(inner => inner.Message))), app);
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or FormatException)
        {
            return (Finding.Failed(exception.Message), app);
        }
    }

    /// <summary>Runs checks one after the other and reports each at once.</summary>
    private static async Task<Verdict> RunAsync(ICheck[] checks)
    {
        var worst = Verdict.Ok;
        foreach (var check in checks)
        {
            var finding = await FindAsync(check);
            Report(check.Name, finding);
            worst = Worse(worst, finding.Verdict);
        }

        return worst;
    }

    private static async Task<Finding> FindAsync(ICheck check)
    {
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            return await check.RunAsync(limit.Token).WaitAsync(limit.Token);
        }
        catch (Exception exception)
        {
            return Finding.Failed(limit.IsCancellationRequested
                ? $"There was no answer within {Patience.TotalSeconds:0} seconds."
                : Sentence(exception));
        }
    }

    /// <summary>The innermost reason: what wraps it says that something failed.</summary>
    private static string Sentence(Exception exception) => exception.GetBaseException().Message.ReplaceLineEndings(" ");

    private static Verdict Worse(Verdict one, Verdict other) => one > other ? one : other;

    private static void Report(string name, Finding finding) =>
        Console.WriteLine($"{finding.Verdict.ToString().ToLowerInvariant(),-8} {name,-18} {finding.Sentence}");
}
