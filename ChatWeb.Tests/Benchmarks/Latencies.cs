namespace ChatWeb.Benchmarks;

/// <summary>Measured times, in milliseconds.</summary>
internal sealed class Latencies(IEnumerable<double> milliseconds)
{
    private readonly double[] _sorted = [.. milliseconds.Order()];

    public int Count => _sorted.Length;

    public double Median => At(0.50);

    public double P95 => At(0.95);

    public double P99 => At(0.99);

    public double Max => _sorted[^1];

    /// <summary>The nearest rank: the smallest time that this share of all did not exceed.</summary>
    private double At(double share) => _sorted[Math.Max(0, (int)Math.Ceiling(share * _sorted.Length) - 1)];
}
