using System.Diagnostics.Metrics;
using ChatWeb.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace ChatWeb.Tests.Support;

/// <summary>What one program in this process measures, from now on.</summary>
public sealed class Measured : IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<(string Name, double Value, string[] Tags)> _seen = [];
    private readonly MeterListener _listener = new();

    public Measured(ProgramInside program)
    {
        var meters = program.Services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name is StreamMeters.Name or RedisMeters.Name && ReferenceEquals(instrument.Meter.Scope, meters))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>The instrument's measurements so far that have these tags; of one that is asked, what it says now.</summary>
    public IReadOnlyList<double> Of(string name, params string[] tags)
    {
        lock (_gate)
        {
            if (name == "chatweb.streams.open")
            {
                _seen.RemoveAll(seen => seen.Name == name);
                _listener.RecordObservableInstruments();
            }

            return [.. _seen.Where(seen => seen.Name == name && tags.All(seen.Tags.Contains)).Select(seen => seen.Value)];
        }
    }

    public double SumOf(string name, params string[] tags) => Of(name, tags).Sum();

    /// <summary>Waits until the measurements add up: what is measured comes just after what a client sees.</summary>
    public async Task UntilAsync(double sum, string name, params string[] tags)
    {
        using var limit = new CancellationTokenSource(SseClient.Patience);
        while (SumOf(name, tags) < sum && !limit.IsCancellationRequested)
        {
            await Task.Delay(20, CancellationToken.None);
        }

        Assert.Equal(sum, SumOf(name, tags));
    }

    public void Dispose() => _listener.Dispose();

    private void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        lock (_gate)
        {
            _seen.Add((instrument.Name, value, [.. tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}")]));
        }
    }
}
