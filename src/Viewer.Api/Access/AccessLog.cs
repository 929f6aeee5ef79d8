using Microsoft.Extensions.Logging;

namespace ImagingGateway.Viewer.Api.Access;

/// <summary>Log messages of access and sign-in. User names and addresses, never passwords, tokens or patients.</summary>
internal static partial class AccessLog
{
    [LoggerMessage(4000, LogLevel.Error, "Endpoint {Endpoint} states no access rule and is answered 404.")]
    public static partial void EndpointWithoutRule(ILogger logger, string? endpoint);

    [LoggerMessage(4001, LogLevel.Information, "{UserName} signed in from {RemoteAddress}.")]
    public static partial void SignedIn(ILogger logger, string userName, string? remoteAddress);

    [LoggerMessage(4002, LogLevel.Warning, "Sign-in from {RemoteAddress} refused: {Reason}.")]
    public static partial void SignInRefused(ILogger logger, string? remoteAddress, string reason);

    [LoggerMessage(4003, LogLevel.Warning, "A request from another web site ({Site}) that would change something was refused.")]
    public static partial void CrossSite(ILogger logger, string site);
}
