using Microsoft.AspNetCore.StaticAssets;

namespace ChatWeb.Http;

public static class FeatureRequests
{
    /// <summary>Whether the request is for something that users do; files, health and the page of an error are the same for everybody.</summary>
    public static bool ReachesAFeature(this HttpContext context) =>
        context.GetEndpoint() is { } endpoint
        && endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is null
        && !context.Request.Path.StartsWithSegments("/health")
        && !context.Request.Path.StartsWithSegments("/error");
}
