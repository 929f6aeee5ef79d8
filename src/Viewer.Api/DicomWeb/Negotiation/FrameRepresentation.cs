using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Viewer.Api.DicomWeb.Negotiation;

/// <summary>What frames are sent as.</summary>
/// <param name="IsMultipart">One part per frame; else the one frame is the body.</param>
/// <param name="MediaType">Of each frame.</param>
/// <param name="TransferSyntax">Named in the Content-Type; viewers decode by it.</param>
/// <param name="IsDecoded">The stored bytes must be turned into little endian samples first.</param>
internal sealed record FrameRepresentation(bool IsMultipart, string MediaType, Uid TransferSyntax, bool IsDecoded)
{
    /// <summary>The frames are coded anew in <see cref="TransferSyntax"/>.</summary>
    public bool IsEncoded { get; init; }

    public string ContentType => $"{MediaType}; transfer-syntax={TransferSyntax.Value}";
}
