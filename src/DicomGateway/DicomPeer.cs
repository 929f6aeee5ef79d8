using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using ImagingGateway.Dicom.UpperLayer;
using ImagingGateway.Dicom.Values;
using ImagingGateway.DicomGateway.Tls;

namespace ImagingGateway.DicomGateway;

/// <summary>Another DICOM application that this one may send to.</summary>
public sealed record DicomPeer
{
    public string AETitle { get; init; } = string.Empty;

    /// <summary>Name or address.</summary>
    public string Host { get; init; } = string.Empty;

    public int Port { get; init; } = 104;

    /// <summary>Calling title used towards this peer; null for the gateway's own.</summary>
    public string? CallingAETitle { get; init; }

    /// <summary>Time for the connection to open.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Time for each answer.</summary>
    public TimeSpan ResponseTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Operations asked to be outstanding at once (PS3.7 D.3.3.3); 1 does not ask. Peers that do not negotiate it get one at a time.</summary>
    public int MaxOperations { get; init; } = 8;

    /// <summary>User name this side identifies itself with (PS3.7 D.3.3.7); null for none.</summary>
    public string? UserName { get; init; }

    /// <summary>Passcode that goes with it; null for the name alone.</summary>
    public string? Passcode { get; init; }

    public PeerTlsOptions Tls { get; init; } = new();

    /// <summary>Reads <c>AET=HOST:PORT</c>, with an IPv6 address in brackets.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out DicomPeer? peer)
    {
        peer = null;
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        var colon = text.LastIndexOf(':');
        if (equals < 1 || colon <= equals + 1)
            return false;
        var host = text[(equals + 1)..colon].Trim('[', ']');
        if (!int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            return false;
        var parsed = new DicomPeer { AETitle = text[..equals].Trim(), Host = host, Port = port };
        if (parsed.Validate().Any())
            return false;
        peer = parsed;
        return true;
    }

    /// <summary>What is wrong, one sentence each, English then Vietnamese.</summary>
    public IEnumerable<string> Validate()
    {
        if (!Dicom.Values.AETitle.TryParse(AETitle, out _))
            yield return $"Dicom:Peers has the AE title '{AETitle}'; give 1 to 16 letters or digits. / Tên AE '{AETitle}' trong Dicom:Peers phải có 1 đến 16 chữ cái hoặc chữ số.";
        if (string.IsNullOrWhiteSpace(Host) || Host.Any(char.IsWhiteSpace))
            yield return $"Dicom:Peers '{AETitle}' has no usable Host; give a name or an IP address. / Dicom:Peers '{AETitle}' thiếu Host; hãy ghi tên máy hoặc địa chỉ IP.";
        if (Port is < 1 or > 65535)
            yield return $"Dicom:Peers '{AETitle}' has port {Port}; give 1 to 65535. / Dicom:Peers '{AETitle}' có cổng {Port}; phải từ 1 đến 65535.";
        if (CallingAETitle is not null && !Dicom.Values.AETitle.TryParse(CallingAETitle, out _))
            yield return $"Dicom:Peers '{AETitle}' has the calling title '{CallingAETitle}'; give 1 to 16 letters or digits. / CallingAETitle của '{AETitle}' không hợp lệ.";
        if (MaxOperations is < 1 or > 1024)
            yield return $"Dicom:Peers '{AETitle}' has MaxOperations {MaxOperations}; give 1 to 1024. / MaxOperations của '{AETitle}' phải từ 1 đến 1024.";
        if (ConnectTimeout <= TimeSpan.Zero || ResponseTimeout <= TimeSpan.Zero)
            yield return $"Dicom:Peers '{AETitle}' has a time-out that is not more than zero. / Thời gian chờ của '{AETitle}' phải lớn hơn 0.";
        foreach (var fault in Tls.Validate(AETitle))
            yield return fault;
    }

    internal UserIdentity? Identity => UserName is { Length: > 0 } name
        ? new UserIdentity(
            Passcode is null ? UserIdentityType.UserName : UserIdentityType.UserNameAndPasscode, positiveResponseRequested: true,
            System.Text.Encoding.UTF8.GetBytes(name), System.Text.Encoding.UTF8.GetBytes(Passcode ?? string.Empty))
        : null;

    internal AETitle Title => Dicom.Values.AETitle.Parse(AETitle);
}
