using System.Net;

namespace ChatWeb.Commands.Doctor;

/// <summary>Whether ChatWeb answers at the address at all.</summary>
internal sealed class AddressCheck(Site site) : ICheck
{
    public string Name => "address";

    public async Task<Finding> RunAsync(CancellationToken cancellationToken)
    {
        if (site.Address is not { } address)
        {
            return Finding.Failed($"'{site.Written}' is no address. Write it as people open it, e.g. https://chat.example.org.");
        }

        try
        {
            using var answer = await site.GetAsync("/health/ready", null, cancellationToken);
            site.IsThere = answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable
                && answer.Content.Headers.ContentType?.MediaType == "application/json";
            return answer.StatusCode switch
            {
                HttpStatusCode.OK when site.IsThere => Finding.Ok($"ChatWeb answers at {address.GetLeftPart(UriPartial.Authority)} and is ready."),
                HttpStatusCode.ServiceUnavailable when site.IsThere => Finding.Failed("ChatWeb answers and is not ready: see /health/ready there, and run doctor on that machine."),
                HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout or HttpStatusCode.ServiceUnavailable =>
                    Finding.Failed($"The proxy answers {(int)answer.StatusCode}: it reaches no node. Check the addresses behind it and that ChatWeb runs (--urls)."),
                _ => Finding.Failed($"Something else than ChatWeb answers there ({(int)answer.StatusCode})."),
            };
        }
        catch (HttpRequestException exception)
        {
            return Finding.Failed($"Nothing answers at {address} ({exception.GetBaseException().Message}).");
        }
    }
}
