using System.Reflection;
using ChatWeb.Benchmarks;

if (typeof(Report).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()?.Configuration != "Release")
{
    Console.Error.WriteLine("The figures of a debug build mean nothing: dotnet run -c Release --project ChatWeb.Tests/Benchmarks -- all");
    return 2;
}

var measurements = new Dictionary<string, Func<CancellationToken, Task>>
{
    ["post"] = PostBenchmark.RunAsync,
    ["page"] = PageBenchmark.RunAsync,
    ["dom"] = DomBenchmark.RunAsync,
};
var asked = args is [] or ["all"] ? [.. measurements.Keys] : args;
if (asked.FirstOrDefault(name => !measurements.ContainsKey(name)) is { } unknown)
{
    Console.Error.WriteLine($"No such measurement: {unknown}. There are {string.Join(", ", measurements.Keys)} and all.");
    return 2;
}

// Nothing here takes this long; what hangs is ended, and its server with it.
using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(10));
Report.Machine();
foreach (var name in asked)
{
    await measurements[name](limit.Token);
}

return 0;
