namespace ImagingGateway.DicomGateway.Forwarding;

/// <summary>What is pushed to a peer as it arrives, section <c>Dicom:Forward:N</c>. Every list that is not empty must match.</summary>
public sealed record ForwardRule
{
    /// <summary>AE title of one of <see cref="DicomGatewayOptions.Peers"/>.</summary>
    public string To { get; init; } = string.Empty;

    /// <summary>Titles of the senders whose images are forwarded; empty for all.</summary>
    public IReadOnlyList<string> CallingAETitles { get; init; } = [];

    /// <summary>Modalities such as CT; empty for all.</summary>
    public IReadOnlyList<string> Modalities { get; init; } = [];

    /// <summary>What is wrong, one sentence each, English then Vietnamese.</summary>
    internal IEnumerable<string> Validate(IReadOnlyList<DicomPeer> peers)
    {
        if (!peers.Any(peer => peer.AETitle.Trim() == To.Trim()))
            yield return $"Dicom:Forward sends to '{To}', which is not one of Dicom:Peers; add it there. / Dicom:Forward gửi đến '{To}' nhưng không có trong Dicom:Peers; hãy thêm vào.";
    }
}
