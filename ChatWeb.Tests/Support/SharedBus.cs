using System.Text.Json;
using ChatWeb.Streaming;

namespace ChatWeb.Tests.Support;

/// <summary>
/// A bus among several processes, as one outside of them carries it: what is said goes as text, and no better than it
/// has to. Its chances are the same in every run.
/// </summary>
public sealed class SharedBus
{
    private readonly Lock _gate = new();
    private readonly Random _random = new(30);
    private readonly List<Line> _lines = [];
    private string? _held;

    /// <summary>The part of all signals that gets lost, from 0 to 1.</summary>
    public double Loss { get; set; }

    /// <summary>Whether signals come twice, and the one before after the one that follows it.</summary>
    public bool Disorders { get; set; }

    /// <summary>Signals that get lost besides.</summary>
    public Func<BusSignal, bool> Loses { get; set; } = _ => false;

    /// <summary>What was said, lost or not, as text.</summary>
    public List<string> Said { get; } = [];

    /// <summary>The bus as one process has it.</summary>
    public IRoomBus Join()
    {
        lock (_gate)
        {
            var line = new Line(this);
            _lines.Add(line);
            return line;
        }
    }

    /// <summary>That process hears and says nothing any more.</summary>
    public void Cut(IRoomBus line)
    {
        lock (_gate)
        {
            _lines.Remove((Line)line);
        }
    }

    private void Carry(RoomWakeUp wakeUp, Line from)
    {
        foreach (var line in Hearing(from))
        {
            line.Wake(wakeUp);
        }
    }

    private void Carry(BusSignal signal, Line from)
    {
        List<string> carried;
        var hearing = Hearing(from);
        lock (_gate)
        {
            carried = hearing.Count > 0 ? WhatComes(signal) : [];
        }

        foreach (var text in carried)
        {
            hearing.ForEach(line => line.Tell(JsonSerializer.Deserialize<BusSignal>(text)!));
        }
    }

    private List<Line> Hearing(Line from)
    {
        lock (_gate)
        {
            return _lines.Contains(from) ? [.. _lines] : [];
        }
    }

    private List<string> WhatComes(BusSignal signal)
    {
        var text = JsonSerializer.Serialize(signal);
        Said.Add(text);
        if (_random.NextDouble() < Loss || Loses(signal))
        {
            return [];
        }

        if (!Disorders)
        {
            return [text];
        }

        List<string> comes = _held is { } held ? [text, held, text, held] : [];
        _held = _held is null ? text : null;
        return comes;
    }

    private sealed class Line(SharedBus bus) : IRoomBus
    {
        public event Action<RoomWakeUp>? Woken;

        public event Action<BusSignal>? Signalled;

        public ValueTask PublishAsync(RoomWakeUp wakeUp)
        {
            bus.Carry(wakeUp, this);
            return ValueTask.CompletedTask;
        }

        public ValueTask PublishAsync(BusSignal signal)
        {
            bus.Carry(signal, this);
            return ValueTask.CompletedTask;
        }

        public void Wake(RoomWakeUp wakeUp) => Woken?.Invoke(wakeUp);

        public void Tell(BusSignal signal) => Signalled?.Invoke(signal);
    }
}
