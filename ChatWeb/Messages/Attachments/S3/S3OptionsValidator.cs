using Microsoft.Extensions.Options;

namespace ChatWeb.Messages.Attachments.S3;

/// <summary>Names every setting of S3 that is wrong, at start.</summary>
internal sealed class S3OptionsValidator : IValidateOptions<AttachmentOptions>
{
    public ValidateOptionsResult Validate(string? name, AttachmentOptions options) =>
        options.S3.Problems().ToList() is { Count: > 0 } problems ? ValidateOptionsResult.Fail(problems) : ValidateOptionsResult.Success;
}
