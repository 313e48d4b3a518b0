using System.Net;
using Amazon.S3;

namespace ChatWeb.Messages.Attachments.S3;

/// <summary>Says in plain words what went wrong and which setting to look at. Keys are never named.</summary>
internal static class S3Failure
{
    public const string NoSuchBucket = "NoSuchBucket";

    public static string Explain(Exception exception, TimeSpan patience) => exception switch
    {
        AmazonS3Exception { StatusCode: not 0 } answer => Explain(answer),
        OperationCanceledException or TimeoutException => $"it did not answer within {patience.TotalSeconds:0} seconds. Check that it runs, and {S3Options.Section}:ServiceUrl.",
        InvalidDataException => $"{exception.Message}.",
        _ => $"it can't be reached ({exception.GetBaseException().Message.ReplaceLineEndings(" ").TrimEnd('.')}). Check that it runs, and {S3Options.Section}:ServiceUrl.",
    };

    private static string Explain(AmazonS3Exception answer) => answer.ErrorCode switch
    {
        NoSuchBucket => $"there is no such bucket. Check {S3Options.Section}:Bucket, or make it.",
        "InvalidAccessKeyId" => $"it does not know the access key. Check {S3Options.Section}:AccessKey.",
        "SignatureDoesNotMatch" => $"it does not accept the keys. Check {S3Options.Section}:AccessKey and {S3Options.Section}:SecretKey.",
        "RequestTimeTooSkewed" => "this machine's clock and the server's are too far apart. Check the clock.",
        "AuthorizationHeaderMalformed" or "PermanentRedirect" or "IllegalLocationConstraintException" =>
            $"the bucket is in another region. Check {S3Options.Section}:Region.",
        _ when answer.StatusCode == HttpStatusCode.Forbidden =>
            "the keys don't give the right to this. They must allow to list the bucket and to read, write and delete what is in it.",
        _ => $"it answered {(int)answer.StatusCode} {answer.ErrorCode}: {answer.Message.ReplaceLineEndings(" ")}",
    };
}
