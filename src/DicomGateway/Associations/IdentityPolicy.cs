using System.Security.Cryptography;
using ImagingGateway.Dicom.UpperLayer;

namespace ImagingGateway.DicomGateway.Associations;

/// <summary>Whether the user identity of a request is good enough; pure.</summary>
internal static class IdentityPolicy
{
    /// <summary>
    /// Only a user name with passcode can be checked here. Where users are configured a wrong one is refused even when none is
    /// required; a name alone, a ticket, an assertion or a token counts as no identity.
    /// </summary>
    public static bool IsAccepted(UserIdentity? identity, DicomGatewayOptions options) =>
        identity is { Type: UserIdentityType.UserNameAndPasscode } && options.Users.Count > 0
            ? options.Users.Aggregate(false, (found, user) => found | Matches(user, identity))
            : !options.RequireUserIdentity;

    // Takes the same time wherever the difference is.
    private static bool Matches(DicomUser user, UserIdentity identity) =>
        IsEqual(user.Name, identity.Primary.Span) & IsEqual(user.Passcode, identity.Secondary.Span);

    private static bool IsEqual(string expected, ReadOnlySpan<byte> received) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(expected)), SHA256.HashData(received));
}
