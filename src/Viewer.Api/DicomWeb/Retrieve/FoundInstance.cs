using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.PixelData;
using ImagingGateway.Storage.Retrieve;

namespace ImagingGateway.Viewer.Api.DicomWeb.Retrieve;

/// <summary>A visible instance with its frame index (null without pixel data).</summary>
internal sealed record FoundInstance(StoredInstance Stored, FrameIndex? Frames)
{
    public TransferSyntax Syntax { get; } = TransferSyntax.Of(Stored.TransferSyntaxUid);

    public int FrameCount => Frames?.Frames.Count ?? 0;
}

/// <summary>An instance's header, shared by requests: read it, never change it.</summary>
/// <param name="Pixels">Null when the instance is no image.</param>
internal sealed record InstanceHeader(DataSet Header, PixelDescription? Pixels);
