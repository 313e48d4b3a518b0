using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.Options;

namespace ChatWeb.Messages.Attachments;

/// <summary>An action that reads its body itself, as large as a file may be; nothing else reads it before as a form.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LargeBodyAttribute : Attribute, IResourceFilter
{
    /// <summary>What a multipart body has around its file.</summary>
    private const long Wrapping = 64 * 1024;

    public void OnResourceExecuting(ResourceExecutingContext context)
    {
        context.ValueProviderFactories.RemoveType<FormValueProviderFactory>();
        context.ValueProviderFactories.RemoveType<FormFileValueProviderFactory>();
        context.ValueProviderFactories.RemoveType<JQueryFormValueProviderFactory>();
        var options = context.HttpContext.RequestServices.GetRequiredService<IOptions<UploadOptions>>().Value;
        if (context.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = Math.Min(options.MaxBytes, long.MaxValue - Wrapping) + Wrapping;
        }
    }

    public void OnResourceExecuted(ResourceExecutedContext context)
    {
    }
}
