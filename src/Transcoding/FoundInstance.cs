using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.PixelData;
using ImagingGateway.Storage.Retrieve;

namespace ImagingGateway.Transcoding;

/// <summary>A visible instance with its frame index (null without pixel data).</summary>
public sealed record FoundInstance(StoredInstance Stored, FrameIndex? Frames)
{
    /// <summary>The stored transfer syntax.</summary>
    public TransferSyntax Syntax { get; } = TransferSyntax.Of(Stored.TransferSyntaxUid);

    /// <summary>Frames that have bytes.</summary>
    public int FrameCount => Frames?.Frames.Count ?? 0;
}
