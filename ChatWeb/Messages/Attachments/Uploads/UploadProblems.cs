using ChatWeb.Http;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;

namespace ChatWeb.Messages.Attachments;

/// <summary>Why a file is not taken or given, in the language of who asks.</summary>
public sealed partial class UploadProblems(IOptions<UploadOptions> options, IStringLocalizer<AttachmentTexts> texts, ILogger<UploadProblems> logger)
{
    /// <summary>What a full disk says: ENOSPC and EDQUOT of Unix, ERROR_HANDLE_DISK_FULL and ERROR_DISK_FULL of Windows.</summary>
    private static readonly int[] Full = [28, 122, unchecked((int)0x80070027), unchecked((int)0x80070070)];

    public ProblemException TooLarge => new(
        StatusCodes.Status413PayloadTooLarge, "file-too-large", texts["Problem.TooLarge", FileSize.Say(options.Value.MaxBytes)]);

    public ProblemException QuotaUsed => new(
        StatusCodes.Status413PayloadTooLarge, "quota-used", texts["Problem.QuotaUsed", FileSize.Say(options.Value.MaxBytesPerUser)]);

    public ProblemException TooManyUnsent => new(
        StatusCodes.Status409Conflict, "too-many-unsent", texts["Problem.TooManyUnsent", options.Value.MaxUnsent]);

    public ProblemException TooManyAtOnce => new(
        StatusCodes.Status429TooManyRequests, "too-many-uploads", texts["Problem.TooManyAtOnce"], retryAfter: TimeSpan.FromSeconds(2));

    public ProblemException NoFile => new(StatusCodes.Status400BadRequest, "no-file", texts["Problem.NoFile"]);

    public ProblemException NoPreview => new(StatusCodes.Status400BadRequest, "no-preview", texts["Problem.NoPreview"]);

    public ProblemException Unusable => new(
        StatusCodes.Status400BadRequest, "invalid-attachments", texts["Problem.Unusable"], "attachments");

    public ProblemException TooManyInOne => new(
        StatusCodes.Status400BadRequest, "invalid-attachments", texts["Problem.TooManyInOne", options.Value.MaxPerMessage], "attachments");

    /// <summary>507 when the store has no room, which only whoever runs the server can change; else 503. The log gets the reason.</summary>
    public ProblemException Of(AttachmentStoreException failure)
    {
        LogFailure(failure);
        return failure.InnerException is IOException { HResult: var code } && Full.Contains(code)
            ? new ProblemException(StatusCodes.Status507InsufficientStorage, "storage-full", texts["Problem.StorageFull"])
            : new ProblemException(StatusCodes.Status503ServiceUnavailable, "storage-unavailable", texts["Problem.StorageUnavailable"], retryAfter: TimeSpan.FromSeconds(5));
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The store of attachments failed.")]
    private partial void LogFailure(Exception failure);
}
