using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Filmless.Evidence;

/// <summary>What is known for certain of one stored instance.</summary>
/// <param name="Sha256">Of the whole file as stored, hexadecimal.</param>
/// <param name="PixelDataSha256">Of the pixel data alone; null without pixel data.</param>
public sealed record EvidenceInstance(
    Uid SeriesInstanceUid, Uid SopInstanceUid, Uid SopClassUid, Uid TransferSyntaxUid, int? InstanceNumber, int NumberOfFrames, long Length,
    string Sha256, string? PixelDataSha256, string? CallingAETitle, DateTimeOffset ReceivedAt);
