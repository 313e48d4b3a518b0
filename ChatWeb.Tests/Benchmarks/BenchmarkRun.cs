using System.Reflection;
using ChatWeb.Benchmarks;
using ChatWeb.Benchmarks.Search;
using ChatWeb.Benchmarks.Streams;

if (args is ["serve", var yardstick])
{
    await Yardstick.ServeAsync(yardstick);
    return 0;
}

if (typeof(Report).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()?.Configuration != "Release")
{
    Console.Error.WriteLine("The figures of a debug build mean nothing: dotnet run -c Release --project ChatWeb.Tests/Benchmarks -- all");
    return 2;
}

var measurements = new Dictionary<string, Func<CancellationToken, Task>>
{
    ["post"] = PostBenchmark.RunAsync,
    ["page"] = PageBenchmark.RunAsync,
    ["search"] = SearchBenchmark.RunAsync,
    ["dom"] = DomBenchmark.RunAsync,
    ["stream"] = StreamBenchmark.RunAsync,
    ["cluster"] = ClusterBenchmark.RunAsync,
};
var parts = new Dictionary<string, Func<CancellationToken, Task>>
{
    ["stream-deliveries"] = StreamBenchmark.RunDeliveriesAsync,
    ["stream-idle"] = StreamBenchmark.RunIdleAsync,
    ["stream-full-room"] = StreamBenchmark.RunFullRoomAsync,
};
const string Strict = "--strict";
string[] names = [.. args.Where(arg => arg != Strict)];
string[] asked = names is [] or ["all"] ? [.. measurements.Keys] : names;
if (asked.FirstOrDefault(name => !measurements.ContainsKey(name) && !parts.ContainsKey(name)) is { } unknown)
{
    Console.Error.WriteLine($"No such measurement: {unknown}. There are {string.Join(", ", measurements.Keys.Concat(parts.Keys))} and all.");
    return 2;
}

// Nothing here takes this long; what hangs is ended, and its server with it.
using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(15));
Report.Machine();
foreach (var name in asked)
{
    await (measurements.GetValueOrDefault(name) ?? parts[name])(limit.Token);
}

return args.Contains(Strict) && Report.Missed > 0 ? 1 : 0;
