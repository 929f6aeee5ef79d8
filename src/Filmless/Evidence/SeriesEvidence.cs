using System.Text.Json.Serialization;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Filmless.Evidence;

/// <summary>The facts of a series; null or empty where the headers do not say.</summary>
/// <param name="ContrastAgent">Contrast/Bolus Agent (0018,0010), else the meaning of its code (0018,0012); null for none.</param>
/// <param name="FieldStrength">Magnetic Field Strength (0018,0087) in tesla; values of devices that write gauss are converted.</param>
/// <param name="DetectorRows">Total Collimation Width (0018,9307) divided by Single Collimation Width (0018,9306): the only place where the standard tells CT rows.</param>
/// <param name="HasPixels">False for reports, key objects and presentation states.</param>
/// <param name="FirstAcquisition">Of original images; null when none says when it was made.</param>
public sealed record SeriesEvidence(
    Uid SeriesInstanceUid, int? Number, string Modality, string BodyPart, string Description, string Protocol, DeviceEvidence Device,
    string? ContrastAgent, double? FieldStrength, int? DetectorRows, ExposureEvidence? Exposure, double? SliceThickness, int? ImageRows, int? ImageColumns,
    DateTime? FirstAcquisition, DateTime? LastAcquisition, int Instances, int Images, int Rejected, bool HasPixels, IReadOnlyList<ViewEvidence> Views);

/// <summary>A device as its images name it.</summary>
/// <param name="AETitle">Which AE title sent them; a router's when one stands between.</param>
public sealed record DeviceEvidence(string Manufacturer, string Model, string SerialNumber, string Station, string? AETitle)
{
    /// <summary>By what two series are known to come from one device: the serial number, else the station; empty when neither is stated.</summary>
    [JsonIgnore]
    public string Key => SerialNumber.Length > 0 ? $"{SerialNumber.ToUpperInvariant()} ({Model.ToUpperInvariant()})" : Station.Length > 0 ? $"{Station.ToUpperInvariant()} ({Model.ToUpperInvariant()})" : "";
}

/// <summary>How the tube was driven, from the first image that says: kV, mA, ms, mAs.</summary>
public sealed record ExposureEvidence(double? Kilovolts, double? Milliamperes, double? Milliseconds, double? MilliampereSeconds);

/// <summary>One view of a projection series, or one orientation of a sectional one.</summary>
/// <param name="Position">View Position (0018,5101) or the meaning of the View Code Sequence: PA, LL, CC, MLO …; empty when not stated.</param>
/// <param name="Laterality">R, L, B, U or empty.</param>
/// <param name="Image">The only image of a view that names neither position nor description; else null.</param>
/// <param name="Images">Images that show this view.</param>
/// <param name="Rejected">How many of them a rejection note names.</param>
public sealed record ViewEvidence(string BodyPart, string Laterality, string Position, string Description, string? Image, int Images, int Rejected)
{
    /// <summary>Equal for the same view, whatever series it is in.</summary>
    [JsonIgnore]
    public string Key => Image ?? $"{BodyPart}|{Laterality}|{(Position.Length > 0 ? Position : Description)}".ToUpperInvariant();
}
