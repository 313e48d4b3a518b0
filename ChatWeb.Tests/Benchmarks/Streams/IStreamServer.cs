namespace ChatWeb.Benchmarks.Streams;

/// <summary>A server under measurement: a process of its own that fans events out to streams.</summary>
internal interface IStreamServer : IAsyncDisposable
{
    string Name { get; }

    int ProcessId { get; }

    int Port { get; }

    /// <summary>Opens that many streams that all get what is published; ready when all are live.</summary>
    Task<IReadOnlyList<Reader>> OpenAsync(Crowd crowd, int count, CancellationToken cancellationToken);

    /// <summary>Publishes one event with that text in it.</summary>
    Task PublishAsync(string text, CancellationToken cancellationToken);
}
