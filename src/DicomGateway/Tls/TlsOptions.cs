namespace ImagingGateway.DicomGateway.Tls;

/// <summary>Settings of the DICOM port with TLS, section <c>Dicom:Tls</c>; the certificate also identifies this side to peers that ask for one.</summary>
public sealed record TlsOptions
{
    /// <summary>TCP port with TLS, usually 2762; null for none, 0 takes a free one.</summary>
    public int? Port { get; init; }

    /// <summary>File with the certificate and those between it and its authority: PEM, or PFX with its key inside.</summary>
    public string? Certificate { get; init; }

    /// <summary>PEM file with the private key; null when it is in the certificate's file.</summary>
    public string? Key { get; init; }

    /// <summary>Of the key; null when it has none.</summary>
    public string? Password { get; init; }

    /// <summary>PEM file with the authorities that clients' certificates come from; with it a certificate that is presented is checked.</summary>
    public string? ClientCA { get; init; }

    /// <summary>Refuse clients that present no certificate.</summary>
    public bool RequireClientCertificate { get; init; }

    /// <summary><c>bcp195</c>: TLS 1.2 and 1.3; <c>tls13</c>: TLS 1.3 only.</summary>
    public string Profile { get; init; } = "bcp195";

    /// <summary>What is wrong, one sentence each, English then Vietnamese.</summary>
    public IEnumerable<string> Validate()
    {
        if (TlsProfile.Find(Profile) is null)
            yield return $"Dicom:Tls:Profile is '{Profile}'; give bcp195 or tls13. / Dicom:Tls:Profile phải là bcp195 hoặc tls13.";
        if (Certificate is not null && CertificateFile.Fault(this) is { } fault)
            yield return $"Dicom:Tls:Certificate '{Certificate}' cannot be used: {fault} / Không dùng được chứng chỉ '{Certificate}'.";
        if (ClientCA is not null && AuthorityFile.Fault(ClientCA) is { } authorities)
            yield return $"Dicom:Tls:ClientCA '{ClientCA}' cannot be used: {authorities} / Không dùng được tệp '{ClientCA}'.";
        if (Port is null)
            yield break;
        if (Port is < 0 or > 65535)
            yield return $"Dicom:Tls:Port is {Port}; give a number from 1 to 65535, usually 2762. / Dicom:Tls:Port phải từ 1 đến 65535, thường là 2762.";
        if (Certificate is null)
            yield return "Dicom:Tls:Port is set, but Dicom:Tls:Certificate names no file; give a PEM or PFX file. / Có Dicom:Tls:Port nhưng thiếu Dicom:Tls:Certificate; hãy ghi tệp PEM hoặc PFX.";
        if (RequireClientCertificate && ClientCA is null)
            yield return "Dicom:Tls:RequireClientCertificate is on, but Dicom:Tls:ClientCA names no authority; give a PEM file. / Dicom:Tls:RequireClientCertificate đang bật nhưng thiếu Dicom:Tls:ClientCA; hãy ghi tệp PEM.";
    }
}
