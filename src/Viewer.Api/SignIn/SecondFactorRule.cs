using System.Net;
using System.Net.Sockets;

namespace ImagingGateway.Viewer.Api.SignIn;

/// <summary>Who needs a second factor: reviewers always; others by the setting <c>Web:SecondFactor</c>.</summary>
public enum SecondFactorRule
{
    /// <summary>Only insurance reviewers.</summary>
    Reviewers,

    /// <summary>Reviewers, and everybody whose address is no private one.</summary>
    Internet,

    /// <summary>Everybody.</summary>
    Everyone,
}

/// <summary>Asks the rule.</summary>
internal static class SecondFactorRules
{
    public static bool Asks(this SecondFactorRule rule, Role role, IPAddress? from) =>
        role == Role.Reviewer || rule == SecondFactorRule.Everyone || (rule == SecondFactorRule.Internet && !IsPrivate(from));

    /// <summary>Loopback, RFC 1918, link-local and RFC 4193 addresses.</summary>
    private static bool IsPrivate(IPAddress? address)
    {
        if (address is null)
            return false;
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (IPAddress.IsLoopback(address))
            return true;
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? address.IsIPv6LinkLocal || address.IsIPv6UniqueLocal
            : address.GetAddressBytes() is [10, ..] or [192, 168, ..] or [169, 254, ..] or [172, >= 16 and <= 31, ..];
    }
}
