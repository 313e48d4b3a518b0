namespace ChatWeb.Messages.Attachments;

/// <summary>
/// Where the bytes of attachments lie. Keys are the names that <see cref="AttachmentKey"/> makes; everything is
/// streamed. When the store can't do its work (no room, away, no right to it) every method throws
/// <see cref="AttachmentStoreException"/>; what the given stream throws is passed on as it is.
/// </summary>
public interface IAttachmentStore
{
    /// <summary>
    /// Keeps a stream under a key, and answers its length. Once it has answered, the content survives a power cut;
    /// when it throws or is cancelled, the key is as it was before. A key that is taken gets the new content whole.
    /// </summary>
    /// <exception cref="ArgumentException">The key is not of <see cref="AttachmentKey"/>'s form.</exception>
    Task<long> SaveAsync(string key, Stream content, CancellationToken cancellationToken);

    /// <summary>
    /// Opens what lies under a key from an offset on, at most so many bytes of it; null when there is nothing. An
    /// offset past the end gives an empty stream.
    /// </summary>
    /// <exception cref="ArgumentException">The key is not of <see cref="AttachmentKey"/>'s form, or the range is negative.</exception>
    Task<AttachmentContent?> OpenAsync(string key, long offset, long? length, CancellationToken cancellationToken);

    /// <summary>Removes what lies under a key; nothing there is fine.</summary>
    /// <exception cref="ArgumentException">The key is not of <see cref="AttachmentKey"/>'s form.</exception>
    Task DeleteAsync(string key, CancellationToken cancellationToken);

    /// <summary>
    /// The keys after one (null: from the beginning), in ordinal order, of what was saved before a time: at most
    /// <paramref name="limit"/>. Fewer than that means there are no more.
    /// </summary>
    Task<IReadOnlyList<string>> ListAsync(DateTimeOffset before, string? after, int limit, CancellationToken cancellationToken);
}

/// <summary>An opened attachment; whoever opened it disposes it.</summary>
/// <param name="Stream">The range that was asked for.</param>
/// <param name="TotalLength">The length of the whole, in bytes.</param>
public sealed record AttachmentContent(Stream Stream, long TotalLength) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Stream.DisposeAsync();
}
