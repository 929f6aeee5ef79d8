using Microsoft.AspNetCore.Http;

namespace ImagingGateway.Viewer.Api.Access;

/// <summary>Carries the grant of a request from the access check to the endpoint.</summary>
public static class GrantFeature
{
    /// <summary>The grant that the access check established.</summary>
    /// <exception cref="InvalidOperationException">The endpoint was mapped outside a group with an access check: a bug.</exception>
    public static AccessGrant Grant(this HttpContext context) =>
        context.Features.Get<AccessGrant>() ?? throw new InvalidOperationException("This endpoint has no access check.");

    public static void SetGrant(this HttpContext context, AccessGrant grant) => context.Features.Set(grant);
}
