namespace ChatWeb.Messages.Attachments;

/// <summary>How large a picture is, as it is shown: turned where it says so.</summary>
internal readonly record struct PictureSize(int Width, int Height)
{
    /// <summary>As far as a picture is read to find its size: phones put previews and colours before it.</summary>
    public const int MaxHeader = 1024 * 1024;

    /// <summary>
    /// Longer than what cameras make and browsers draw. A picture beyond this, or beyond
    /// <c>Chat:Attachments:MaxMegapixels</c>, costs those who look at it more memory than its bytes tell.
    /// </summary>
    public const int MaxSide = 16_384;

    public long Pixels => (long)Width * Height;

    /// <summary>The size, read from the headers alone; null when they say none.</summary>
    /// <param name="contentType">As <see cref="FileTypes"/> told it.</param>
    /// <param name="picture">From its first byte on.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public static async Task<PictureSize?> ReadAsync(string contentType, Stream picture, CancellationToken cancellationToken)
    {
        try
        {
            return contentType switch
            {
                "image/png" => Png.Read(await HeadAsync(picture, Png.Head, cancellationToken)),
                "image/gif" => Gif.Read(await HeadAsync(picture, Gif.Head, cancellationToken)),
                "image/webp" => WebP.Read(await HeadAsync(picture, WebP.Head, cancellationToken)),
                "image/avif" => await Avif.ReadAsync(picture, cancellationToken),
                "image/jpeg" => await Jpeg.ReadAsync(picture, cancellationToken),
                _ => null,
            };
        }
        catch (EndOfStreamException)
        {
            return null;
        }
    }

    /// <summary>The first bytes, or all when there are fewer.</summary>
    private static async Task<byte[]> HeadAsync(Stream picture, int length, CancellationToken cancellationToken)
    {
        var head = new byte[length];
        var read = await picture.ReadAtLeastAsync(head, length, throwOnEndOfStream: false, cancellationToken);
        return head[..read];
    }
}
