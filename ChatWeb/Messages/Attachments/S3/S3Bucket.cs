using Amazon;
using Amazon.Runtime;
using Amazon.S3;

namespace ChatWeb.Messages.Attachments.S3;

/// <summary>A bucket and the way to it: every request has a deadline, every failure becomes the store's.</summary>
internal sealed class S3Bucket(S3Options options) : IDisposable
{
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(5);

    /// <summary>After the first try, for what passes: a connection that broke, a server that is overloaded.</summary>
    private const int Repetitions = 2;

    private readonly AmazonS3Client _client = new(new BasicAWSCredentials(options.AccessKey, options.SecretKey), Configuration(options));

    public string Name { get; } = options.Bucket!;

    public string KeyPrefix { get; } = options.KeyPrefix;

    /// <summary>How long an answer may take, and any piece of a content that is read.</summary>
    public TimeSpan Patience { get; } = options.Timeout;

    /// <summary>Asks the server.</summary>
    /// <exception cref="AttachmentStoreException">It gave no good answer in time.</exception>
    public Task<T> AskAsync<T>(Func<IAmazonS3, CancellationToken, Task<T>> ask, CancellationToken cancellationToken) =>
        GuardAsync(limit => ask(_client, limit), cancellationToken);

    /// <summary>Does something with the server's answer, within the same limit and with the same failures.</summary>
    public async Task<T> GuardAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            return await work(limit.Token);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            throw Failure(exception);
        }
    }

    public AttachmentStoreException Failure(Exception reason) =>
        new($"The S3 store of attachments (bucket {Name} at {Where}) can't be used: {S3Failure.Explain(reason, Patience)}", reason);

    public void Dispose() => _client.Dispose();

    private string Where => options.ServiceUrl ?? $"Amazon's {options.Region}";

    private static AmazonS3Config Configuration(S3Options options)
    {
        var configuration = new AmazonS3Config
        {
            AuthenticationRegion = options.Region,
            ForcePathStyle = options.ForcePathStyle,
            MaxErrorRetry = Repetitions,
            ConnectTimeout = ConnectLimit,
            Timeout = options.Timeout,
            // Newer checksums are Amazon's own; the signature already covers the content.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        if (string.IsNullOrWhiteSpace(options.ServiceUrl))
        {
            configuration.RegionEndpoint = RegionEndpoint.GetBySystemName(options.Region);
        }
        else
        {
            configuration.ServiceURL = options.ServiceUrl;
        }

        return configuration;
    }
}
