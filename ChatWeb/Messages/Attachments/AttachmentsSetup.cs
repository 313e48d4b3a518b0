using ChatWeb.Data;
using ChatWeb.Messages.Attachments.S3;
using Microsoft.Extensions.Options;

namespace ChatWeb.Messages.Attachments;

internal static class AttachmentsSetup
{
    public static void AddAttachments(this WebApplicationBuilder builder)
    {
        var contentRoot = builder.Environment.ContentRootPath;
        builder.Services.AddOptions<AttachmentOptions>()
            .BindConfiguration(AttachmentOptions.Section)
            .Validate(options => !string.IsNullOrWhiteSpace(options.Folder), "Chat:Attachments:Folder must name a folder.")
            .Validate(
                options => string.IsNullOrWhiteSpace(options.Folder) || AttachmentOptions.IsOutside(options.Folder, contentRoot),
                "Chat:Attachments:Folder must not lie in wwwroot: anybody could read it there.")
            .Validate(options => options.UnsentHours is >= 1 and <= 720, "Chat:Attachments:UnsentHours must be from 1 to 720.")
            .ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<AttachmentOptions>, S3OptionsValidator>();
        builder.Services.AddSingleton<IAttachmentStore>(provider =>
        {
            var options = provider.GetRequiredService<IOptions<AttachmentOptions>>().Value;
            return options.S3.IsUsed
                ? new S3AttachmentStore(options.S3, provider.GetRequiredService<TimeProvider>())
                : new FolderAttachmentStore(Path.GetFullPath(options.Folder, contentRoot));
        });
        builder.Services.AddClusterTask<AttachmentSweep>();
    }
}
