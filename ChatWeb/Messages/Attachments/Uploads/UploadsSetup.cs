using ChatWeb.Rooms;

namespace ChatWeb.Messages.Attachments;

internal static class UploadsSetup
{
    public static void AddUploads(this IServiceCollection services)
    {
        services.AddOptions<UploadOptions>()
            .BindConfiguration(AttachmentOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton<RunningUploads>();
        services.AddSingleton<UploadProblems>();
        services.AddSingleton<UploadedPictures>();
        services.AddScoped<AttachmentQuota>();
        services.AddScoped<UploadService>();
        services.AddSingleton<StoredContent>();
        services.AddScoped<SentFiles>();
        services.AddScoped<IMessageRows, AttachmentRows>();
        services.AddSingleton<IRoomContent, RoomAttachments>();
    }
}
