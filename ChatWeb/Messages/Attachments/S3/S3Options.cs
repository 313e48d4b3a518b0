using System.Text.RegularExpressions;

namespace ChatWeb.Messages.Attachments.S3;

/// <summary>The settings under <c>Chat:Attachments:S3</c>. Attachments lie in S3 when a bucket is named.</summary>
public sealed partial class S3Options
{
    public const string Section = $"{AttachmentOptions.Section}:S3";

    /// <summary>Where the server is, e.g. <c>https://s3.example.org</c>. Without it, Amazon's own in <see cref="Region"/>.</summary>
    public string? ServiceUrl { get; set; }

    public string? Bucket { get; set; }

    /// <summary>Part of every signature; most servers that are not Amazon's take this one.</summary>
    public string Region { get; set; } = "us-east-1";

    public string? AccessKey { get; set; }

    public string? SecretKey { get; set; }

    /// <summary>The bucket stands in the path, not before the host's name: that needs neither DNS nor a certificate for it.</summary>
    public bool ForcePathStyle { get; set; } = true;

    /// <summary>The folder in the bucket, so that a bucket may hold other things too.</summary>
    public string Prefix { get; set; } = "";

    /// <summary>How long one request to the store may take, its repetitions with it; a part of an upload has 8 MiB.</summary>
    public int TimeoutSeconds { get; set; } = 30;

    internal bool IsUsed => !string.IsNullOrWhiteSpace(Bucket);

    internal TimeSpan Timeout => TimeSpan.FromSeconds(TimeoutSeconds);

    /// <summary>What every key begins with: nothing, or a folder and its slash.</summary>
    internal string KeyPrefix => Prefix.Length == 0 ? "" : $"{Prefix.TrimEnd('/')}/";

    /// <summary>What is wrong, a sentence each that names the setting. None of them repeats a key.</summary>
    internal IEnumerable<string> Problems()
    {
        if (!IsUsed)
        {
            if (!string.IsNullOrWhiteSpace(ServiceUrl) || !string.IsNullOrWhiteSpace(AccessKey) || !string.IsNullOrWhiteSpace(SecretKey))
            {
                yield return $"{Section}:Bucket must name a bucket, for other settings of {Section} are made; without them all, attachments lie in {AttachmentOptions.Section}:Folder.";
            }

            yield break;
        }

        if (!BucketForm().IsMatch(Bucket!))
        {
            yield return $"{Section}:Bucket must have 3 to 63 lower-case letters, digits, dots and hyphens.";
        }

        if (!string.IsNullOrWhiteSpace(ServiceUrl) && !IsServer(ServiceUrl))
        {
            yield return $"{Section}:ServiceUrl must be the http or https address of a server without a path, e.g. https://s3.example.org.";
        }

        if (!RegionForm().IsMatch(Region))
        {
            yield return $"{Section}:Region must be a region's name, e.g. us-east-1.";
        }

        if (string.IsNullOrWhiteSpace(AccessKey))
        {
            yield return $"{Section}:AccessKey must be set.";
        }

        if (string.IsNullOrWhiteSpace(SecretKey))
        {
            yield return $"{Section}:SecretKey must be set.";
        }

        if (!PrefixForm().IsMatch(Prefix))
        {
            yield return $"{Section}:Prefix must be a folder's name of letters, digits, hyphens, underscores, dots and inner slashes, e.g. chatweb.";
        }

        if (TimeoutSeconds is < 1 or > 300)
        {
            yield return $"{Section}:TimeoutSeconds must be from 1 to 300.";
        }
    }

    private static bool IsServer(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
        && address.PathAndQuery == "/" && address.UserInfo.Length == 0 && address.Fragment.Length == 0;

    // \z, for $ lets a line feed follow.
    [GeneratedRegex(@"\A[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\z", RegexOptions.CultureInvariant)]
    private static partial Regex BucketForm();

    [GeneratedRegex(@"\A[A-Za-z0-9-]{1,64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex RegionForm();

    [GeneratedRegex(@"\A([A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*/?)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex PrefixForm();
}
