namespace ImagingGateway.DicomGateway.Tls;

/// <summary>TLS towards one peer, section <c>Dicom:Peers:N:Tls</c>.</summary>
public sealed record PeerTlsOptions
{
    public bool Enabled { get; init; }

    /// <summary>PEM file with the authorities (or the very certificate) the peer's certificate must come from; null for those the system trusts.</summary>
    public string? CA { get; init; }

    /// <summary>Name the certificate must be for; null for the peer's Host, empty for any name.</summary>
    public string? Name { get; init; }

    /// <summary>As in <see cref="TlsOptions.Profile"/>.</summary>
    public string Profile { get; init; } = "bcp195";

    /// <summary>The certificate this side shows when the peer asks; set from <see cref="TlsOptions"/>.</summary>
    internal TlsOptions? Own { get; init; }

    /// <summary>What is wrong, one sentence each, English then Vietnamese.</summary>
    internal IEnumerable<string> Validate(string title)
    {
        if (TlsProfile.Find(Profile) is null)
            yield return $"Dicom:Peers '{title}' has Tls:Profile '{Profile}'; give bcp195 or tls13. / Tls:Profile của '{title}' phải là bcp195 hoặc tls13.";
        if (Enabled && CA is not null && AuthorityFile.Fault(CA) is { } fault)
            yield return $"Dicom:Peers '{title}' has a Tls:CA '{CA}' that cannot be used: {fault} / Không dùng được tệp '{CA}' của '{title}'.";
    }
}
