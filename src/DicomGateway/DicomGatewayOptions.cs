using System.Net;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;
using ImagingGateway.DicomGateway.Forwarding;
using ImagingGateway.DicomGateway.Tls;

namespace ImagingGateway.DicomGateway;

/// <summary>Settings of the DICOM side, section <c>Dicom</c>. Checked once at start (<see cref="Validate"/>).</summary>
public sealed record DicomGatewayOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Dicom";

    private const string AsciiUnaccented = "ascii-unaccented";

    /// <summary>This application's title: called by modalities, calling when it sends.</summary>
    public string AETitle { get; init; } = "GATEWAY";

    /// <summary>TCP port; 0 takes a free one (<see cref="Hosting.DicomEndpoint"/> tells which).</summary>
    public int Port { get; init; } = 11112;

    /// <summary>Address of the network card to listen on; <c>0.0.0.0</c> is all of them.</summary>
    public string Bind { get; init; } = "127.0.0.1";

    /// <summary>More associations at once are rejected as "local limit exceeded", which asks the peer to try later.</summary>
    public int MaxAssociations { get; init; } = 128;

    /// <summary>Operations a peer may have outstanding on one association, when it asks for an asynchronous operations window.</summary>
    public int MaxOperations { get; init; } = 16;

    /// <summary>Longest P-DATA-TF body announced to peers, in bytes.</summary>
    public int MaxPduLength { get; init; } = 128 << 10;

    /// <summary>A peer that neither sends nor takes anything for this long is cut off.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Time for a new connection to ask for an association, and for a finished one to close (PS3.8 9.1.5).</summary>
    public TimeSpan ArtimTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Titles that may call; empty lets any call.</summary>
    public IReadOnlyList<string> AllowedCallers { get; init; } = [];

    /// <summary>Reject requestors that do not identify themselves as one of <see cref="Users"/> (PS3.7 D.3.3.7).</summary>
    public bool RequireUserIdentity { get; init; }

    /// <summary>User names with passcodes; a requestor that gives a passcode must give a right one, required or not.</summary>
    public IReadOnlyList<DicomUser> Users { get; init; } = [];

    /// <summary>Where C-MOVE may send to.</summary>
    public IReadOnlyList<DicomPeer> Peers { get; init; } = [];

    /// <summary>What is pushed to peers as it arrives.</summary>
    public IReadOnlyList<ForwardRule> Forward { get; init; } = [];

    /// <summary>How long a storage commitment request waits for instances that are not published yet.</summary>
    public TimeSpan CommitmentWait { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long storage commitment reports and forwarded studies are tried again while a peer cannot be reached.</summary>
    public TimeSpan RetryFor { get; init; } = TimeSpan.FromDays(3);

    /// <summary>The port with TLS.</summary>
    public TlsOptions Tls { get; init; } = new();

    /// <summary>Code page of text that declares none, by AE title of the sender or <c>*</c>: names of <see cref="Dicom.Encoding.TextFallbacks"/>.</summary>
    public IReadOnlyDictionary<string, string> TextFallbacks { get; init; } = new Dictionary<string, string>();

    /// <summary>How answers to queries write text, by AE title of the asker or <c>*</c>: <c>utf8</c> (else so) or <c>ascii-unaccented</c>.</summary>
    public IReadOnlyDictionary<string, string> AnswerText { get; init; } = new Dictionary<string, string>();

    /// <summary>Take SOP classes that this version does not know as storage (private ones of a vendor, newer ones).</summary>
    public bool AcceptUnknownSopClasses { get; init; }

    /// <summary>Refuse associations that call another title than <see cref="AETitle"/>.</summary>
    public bool CheckCalledAETitle { get; init; } = true;

    /// <summary>What is wrong with these settings, one sentence each, English then Vietnamese; empty when all is well.</summary>
    public IReadOnlyList<string> Validate() => [.. OwnFaults(), .. Tls.Validate(), .. Forward.SelectMany(rule => rule.Validate(Peers)), .. Peers.SelectMany(peer => peer.Validate()), .. RepeatedPeers()];

    /// <summary>The validated title.</summary>
    internal AETitle Title => Dicom.Values.AETitle.Parse(AETitle);

    /// <summary>The destination of that title; null when there is none.</summary>
    internal DicomPeer? FindPeer(AETitle title) =>
        Peers.FirstOrDefault(peer => peer.AETitle.Trim() == title.Value) is { } peer ? peer with { Tls = peer.Tls with { Own = Tls } } : null;

    /// <summary>Own title towards a peer.</summary>
    internal AETitle CallingTitle(DicomPeer peer) => peer.CallingAETitle is { } title ? Dicom.Values.AETitle.Parse(title) : Title;

    /// <summary>The validated fallbacks.</summary>
    internal TextFallbacks Fallbacks => Dicom.Encoding.TextFallbacks.Of(TextFallbacks);

    /// <summary>That application shows nothing but ASCII.</summary>
    internal bool WantsUnaccented(AETitle title) =>
        (AnswerText.GetValueOrDefault(title.Value) ?? AnswerText.GetValueOrDefault(Dicom.Encoding.TextFallbacks.Everyone)) == AsciiUnaccented;

    private IEnumerable<string> OwnFaults()
    {
        if (!Dicom.Values.AETitle.TryParse(AETitle, out _))
            yield return $"Dicom:AETitle is '{AETitle}'; give 1 to 16 letters or digits. / Dicom:AETitle phải có 1 đến 16 chữ cái hoặc chữ số.";
        if (Port is < 0 or > 65535)
            yield return $"Dicom:Port is {Port}; give a number from 1 to 65535, usually 11112 or 104. / Dicom:Port phải từ 1 đến 65535, thường là 11112 hoặc 104.";
        if (!IPAddress.TryParse(Bind, out _))
            yield return $"Dicom:Bind is '{Bind}'; give an IP address of this machine, or 0.0.0.0 for all. / Dicom:Bind phải là địa chỉ IP của máy này, hoặc 0.0.0.0.";
        if (MaxAssociations < 1)
            yield return $"Dicom:MaxAssociations is {MaxAssociations}; give 1 or more. / Dicom:MaxAssociations phải từ 1 trở lên.";
        if (MaxOperations is < 1 or > 1024)
            yield return $"Dicom:MaxOperations is {MaxOperations}; give 1 to 1024. / Dicom:MaxOperations phải từ 1 đến 1024.";
        if (MaxPduLength is < 4096 or > 1 << 20)
            yield return $"Dicom:MaxPduLength is {MaxPduLength}; give 4096 to 1048576 bytes. / Dicom:MaxPduLength phải từ 4096 đến 1048576 byte.";
        if (IdleTimeout <= TimeSpan.Zero || ArtimTimeout <= TimeSpan.Zero)
            yield return "Dicom:IdleTimeout and Dicom:ArtimTimeout are times such as 00:05:00, more than zero. / Dicom:IdleTimeout và Dicom:ArtimTimeout phải lớn hơn 0, ví dụ 00:05:00.";
        if (CommitmentWait < TimeSpan.Zero || RetryFor <= TimeSpan.Zero)
            yield return "Dicom:CommitmentWait and Dicom:RetryFor are times such as 00:01:00 or 3.00:00:00, not below zero. / Dicom:CommitmentWait và Dicom:RetryFor không được nhỏ hơn 0, ví dụ 00:01:00 hoặc 3.00:00:00.";
        if (RequireUserIdentity && Users.Count == 0)
            yield return "Dicom:RequireUserIdentity is on, but Dicom:Users names nobody; give a Name and a Passcode. / Dicom:RequireUserIdentity đang bật nhưng Dicom:Users trống; hãy ghi Name và Passcode.";
        if (Users.Any(user => user.Name.Length == 0 || user.Passcode.Length == 0))
            yield return "Dicom:Users has a user without Name or Passcode; give both. / Dicom:Users có người dùng thiếu Name hoặc Passcode; hãy ghi cả hai.";
        foreach (var caller in AllowedCallers.Where(caller => !Dicom.Values.AETitle.TryParse(caller, out _)))
            yield return $"Dicom:AllowedCallers names '{caller}'; an AE title has 1 to 16 letters or digits. / Dicom:AllowedCallers có tên AE không hợp lệ '{caller}'.";
        foreach (var (title, name) in TextFallbacks.Where(fallback => !Dicom.Encoding.TextFallbacks.TryGet(fallback.Value, out _)))
            yield return $"Dicom:TextFallbacks:{title} is '{name}'; write one of {string.Join(", ", Dicom.Encoding.TextFallbacks.Names)}. / Dicom:TextFallbacks:{title} phải là một trong các giá trị {string.Join(", ", Dicom.Encoding.TextFallbacks.Names)}.";
        foreach (var (title, form) in AnswerText.Where(answer => answer.Value is not ("utf8" or AsciiUnaccented)))
            yield return $"Dicom:AnswerText:{title} is '{form}'; write utf8 or {AsciiUnaccented}. / Dicom:AnswerText:{title} phải là utf8 hoặc {AsciiUnaccented}.";
    }

    private IEnumerable<string> RepeatedPeers() => Peers
        .GroupBy(peer => peer.AETitle.Trim(), StringComparer.Ordinal)
        .Where(group => group.Count() > 1)
        .Select(group => $"Dicom:Peers names '{group.Key}' more than once; keep one. / Dicom:Peers có '{group.Key}' nhiều lần; chỉ giữ một.");
}
