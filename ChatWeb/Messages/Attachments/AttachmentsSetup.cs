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
            .ValidateOnStart();
        builder.Services.AddSingleton<IAttachmentStore>(provider => new FolderAttachmentStore(
            Path.GetFullPath(provider.GetRequiredService<IOptions<AttachmentOptions>>().Value.Folder, contentRoot)));
    }
}
