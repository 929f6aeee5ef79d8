using System.Net;
using ImagingGateway.Viewer.Api.SignIn;

namespace ImagingGateway.Viewer.Api;

/// <summary>Settings of the web side (section <c>Web</c>).</summary>
public sealed record ViewerOptions
{
    public int Port { get; init; } = 8080;

    /// <summary>Address to listen on.</summary>
    public string Bind { get; init; } = "127.0.0.1";

    /// <summary>No sign-in; refused unless bound to loopback.</summary>
    public bool NoAuth { get; init; }

    /// <summary>Who needs a second factor.</summary>
    public SecondFactorRule SecondFactor { get; init; }

    /// <summary>Days without a sign-in after which an account is locked; 0 for never.</summary>
    public int IdleDays { get; init; } = 90;

    /// <summary>How people reach the gateway, for links and QR codes; the listening address when empty.</summary>
    public string? PublicUrl { get; init; }

    /// <summary>Where the built web part lies (folders <c>ohif</c> and <c>app</c>).</summary>
    public string? AssetsDirectory { get; init; }

    /// <summary>Greatest STOW-RS request in bytes.</summary>
    public long MaxStoreBytes { get; init; } = 8L << 30;

    /// <summary>Other sites whose pages may read DICOMweb, such as <c>https://viewer.example</c>; none when empty.</summary>
    public IReadOnlyList<string> CorsOrigins { get; init; } = [];

    /// <summary>Addresses or networks (<c>10.0.0.5</c>, <c>10.0.0.0/8</c>) of reverse proxies whose <c>X-Forwarded-*</c> headers are believed.</summary>
    public IReadOnlyList<string> TrustedProxies { get; init; } = [];

    /// <summary>The hospital's name, shown on every page and on link pages.</summary>
    public string? FacilityName { get; init; }

    /// <summary>The DIMSE port, so that the health page can say whether it listens; set by the host.</summary>
    public int? DicomPort { get; init; }

    /// <summary>The gateway's own AE title, shown on the health page; set by the host.</summary>
    public string? AETitle { get; init; }

    /// <summary>What is wrong with these settings, one sentence each, English then Vietnamese; empty when all is well.</summary>
    public IEnumerable<string> Validate()
    {
        if (!IPAddress.TryParse(Bind, out var address))
            yield return $"Web:Bind is '{Bind}'; give an IP address of this machine, or 0.0.0.0 for all. / Web:Bind phải là địa chỉ IP của máy này, hoặc 0.0.0.0.";
        else if (NoAuth && !IPAddress.IsLoopback(address))
            yield return $"--no-auth lets anyone read every image, so it works only on this computer (--bind 127.0.0.1), not on {Bind}. / --no-auth chỉ dùng được khi --bind là 127.0.0.1.";
        if (IdleDays < 0)
            yield return $"Web:IdleDays is {IdleDays}; give the days without a sign-in after which an account is locked, or 0 for never. / Web:IdleDays phải là số ngày, hoặc 0 nếu không khóa.";
        if (Port is < 0 or > 65535)
            yield return $"Web:Port is {Port}; give a number from 1 to 65535, usually 8080. / Web:Port phải từ 1 đến 65535, thường là 8080.";
        if (!string.IsNullOrEmpty(PublicUrl) && !(Uri.TryCreate(PublicUrl, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"))
            yield return $"Web:PublicUrl is '{PublicUrl}'; give an address such as https://images.hospital.vn. / Web:PublicUrl phải có dạng https://images.hospital.vn.";
        foreach (var proxy in TrustedProxies.Where(proxy => !IPAddress.TryParse(proxy, out _) && !IPNetwork.TryParse(proxy, out _)))
            yield return $"Web:TrustedProxies has '{proxy}'; give an address (10.0.0.5) or a network (10.0.0.0/8). / Web:TrustedProxies có '{proxy}'; hãy ghi địa chỉ (10.0.0.5) hoặc mạng (10.0.0.0/8).";
        foreach (var origin in CorsOrigins.Where(origin => !Uri.TryCreate(origin, UriKind.Absolute, out _)))
            yield return $"Web:CorsOrigins has '{origin}'; give an address such as https://viewer.example. / Web:CorsOrigins có '{origin}'; hãy ghi địa chỉ như https://viewer.example.";
        if (MaxStoreBytes < 1)
            yield return $"Web:MaxStoreBytes is {MaxStoreBytes}; give the greatest request in bytes, such as 8589934592. / Web:MaxStoreBytes phải là số byte, ví dụ 8589934592.";
    }
}
