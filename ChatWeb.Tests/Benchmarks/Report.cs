using System.Globalization;

namespace ChatWeb.Benchmarks;

/// <summary>Figures on the console, one line each.</summary>
internal static class Report
{
    public static void Machine() =>
        Line("machine", $"{Environment.ProcessorCount} cores, {Environment.OSVersion.Platform}, .NET {Environment.Version}");

    public static void Title(string title)
    {
        Console.WriteLine();
        Console.WriteLine(title);
    }

    public static void Line(string name, FormattableString figures) =>
        Console.WriteLine($"  {name,-42} {figures.ToString(CultureInfo.InvariantCulture)}");

    public static void Line(string name, Latencies times) =>
        Line(name, $"median {times.Median:F1}  p95 {times.P95:F1}  p99 {times.P99:F1}  max {times.Max:F1} ms  (n={times.Count})");

    /// <summary>How many figures did not keep to their targets.</summary>
    public static int Missed { get; private set; }

    /// <summary>A figure beside what it must keep to.</summary>
    public static void Target(string name, double figure, double limit, string unit = "")
    {
        var isKept = figure <= limit;
        Missed += isKept ? 0 : 1;
        Line(name, $"{figure:0.##}{unit}, at most {limit:0.##}{unit}: {(isKept ? "kept" : "MISSED")}");
    }

    /// <summary>Something that this machine does not allow to be measured; its targets count as missed.</summary>
    public static void Skipped(string name, string reason)
    {
        Missed++;
        Line(name, $"NOT MEASURED: {reason}");
    }
}
