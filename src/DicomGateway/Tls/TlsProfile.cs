using System.Net.Security;
using System.Security.Authentication;

namespace ImagingGateway.DicomGateway.Tls;

/// <summary>What a secure transport connection profile of PS3.15 allows (B.9 to B.13, all of which rest on BCP 195).</summary>
/// <param name="Name">As in the settings.</param>
/// <param name="Protocols">Versions; never below TLS 1.2 (RFC 8996).</param>
/// <param name="Suites">In the order of preference: forward secrecy and authenticated encryption only (RFC 9325 4.2).</param>
internal sealed record TlsProfile(string Name, SslProtocols Protocols, IReadOnlyList<TlsCipherSuite> Suites)
{
    private static readonly TlsCipherSuite[] Tls13 =
        [TlsCipherSuite.TLS_AES_256_GCM_SHA384, TlsCipherSuite.TLS_AES_128_GCM_SHA256, TlsCipherSuite.TLS_CHACHA20_POLY1305_SHA256];

    private static readonly TlsCipherSuite[] Tls12 =
    [
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
    ];

    /// <summary>Every profile by name.</summary>
    public static readonly IReadOnlyList<TlsProfile> All =
    [
        new("bcp195", SslProtocols.Tls12 | SslProtocols.Tls13, [.. Tls13, .. Tls12]),
        new("tls13", SslProtocols.Tls13, Tls13),
    ];

    /// <summary>Null for a name that is none.</summary>
    public static TlsProfile? Find(string name) => All.FirstOrDefault(profile => profile.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Null where the system does not let a program choose.</summary>
    public CipherSuitesPolicy? Policy() => OperatingSystem.IsWindows() ? null : new CipherSuitesPolicy(Suites);
}
