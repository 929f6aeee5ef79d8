namespace ImagingGateway.Viewer.Api;

/// <summary>Settings of the web side (section <c>Web</c>).</summary>
public sealed record ViewerOptions
{
    public int Port { get; init; } = 8080;

    /// <summary>Address to listen on.</summary>
    public string Bind { get; init; } = "127.0.0.1";

    /// <summary>No sign-in; refused unless bound to loopback.</summary>
    public bool NoAuth { get; init; }

    /// <summary>How people reach the gateway, for links and QR codes; the listening address when empty.</summary>
    public string? PublicUrl { get; init; }

    /// <summary>Where the built web part lies (folders <c>ohif</c> and <c>app</c>).</summary>
    public string? AssetsDirectory { get; init; }

    /// <summary>Greatest STOW-RS request in bytes.</summary>
    public long MaxStoreBytes { get; init; } = 8L << 30;

    /// <summary>Addresses or networks (<c>10.0.0.5</c>, <c>10.0.0.0/8</c>) of reverse proxies whose <c>X-Forwarded-*</c> headers are believed.</summary>
    public IReadOnlyList<string> TrustedProxies { get; init; } = [];

    /// <summary>The hospital's name, shown on every page and on link pages.</summary>
    public string? FacilityName { get; init; }

    /// <summary>The DIMSE port, so that the health page can say whether it listens; set by the host.</summary>
    public int? DicomPort { get; init; }

    /// <summary>The gateway's own AE title, shown on the health page; set by the host.</summary>
    public string? AETitle { get; init; }
}
