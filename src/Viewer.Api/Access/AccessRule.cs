using ImagingGateway.Filmless.StudyLinks;
using Microsoft.AspNetCore.Builder;

namespace ImagingGateway.Viewer.Api.Access;

/// <summary>Who may come in at an endpoint. An endpoint without a rule answers 404: nothing is open by being forgotten.</summary>
/// <param name="Level">The right that is needed.</param>
/// <param name="IsPage">A person looks at it: refusals are pages and redirects instead of status codes.</param>
public sealed record AccessRule(AccessLevel Level, bool IsPage = false);

/// <summary>The rights.</summary>
public enum AccessLevel
{
    /// <summary>Anyone; no grant is set.</summary>
    Anonymous,

    /// <summary>Anyone who signed in, insurance reviewers included: their grant says which studies exist for them.</summary>
    SignedIn,

    /// <summary>The hospital's own people who signed in; insurance reviewers are refused.</summary>
    User,

    /// <summary>An administrator who signed in.</summary>
    Administrator,

    /// <summary>The bearer of the study link whose token is in the path.</summary>
    Link,
}

/// <summary>
/// What the bearer of a link must at least be permitted at an endpoint below a link. An endpoint there without it is refused:
/// no link opens what nobody thought about.
/// </summary>
public sealed record LinkRight(LinkPermission Needs);

/// <summary>States the rule where an endpoint or group is mapped; the innermost wins.</summary>
public static class AccessRules
{
    public static T IsAnonymous<T>(this T endpoints)
        where T : IEndpointConventionBuilder => endpoints.WithMetadata(new AccessRule(AccessLevel.Anonymous));

    public static T NeedsSignIn<T>(this T endpoints, bool isPage = false)
        where T : IEndpointConventionBuilder => endpoints.WithMetadata(new AccessRule(AccessLevel.SignedIn, isPage));

    public static T NeedsUser<T>(this T endpoints, bool isPage = false)
        where T : IEndpointConventionBuilder => endpoints.WithMetadata(new AccessRule(AccessLevel.User, isPage));

    public static T NeedsAdministrator<T>(this T endpoints, bool isPage = false)
        where T : IEndpointConventionBuilder => endpoints.WithMetadata(new AccessRule(AccessLevel.Administrator, isPage));

    /// <summary>What a link must permit, should the endpoint lie below one; means nothing elsewhere.</summary>
    public static T NeedsPermission<T>(this T endpoints, LinkPermission permission)
        where T : IEndpointConventionBuilder => endpoints.WithMetadata(new LinkRight(permission));

    /// <summary>The route must have a parameter <c>token</c>.</summary>
    public static T NeedsLink<T>(this T endpoints, bool isPage = false)
        where T : IEndpointConventionBuilder => endpoints.WithMetadata(new AccessRule(AccessLevel.Link, isPage));
}
