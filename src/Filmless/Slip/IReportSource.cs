using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Filmless.Slip;

/// <summary>Where a slip finds the conclusion of a study. Optional: without one, slips have no conclusion.</summary>
public interface IReportSource
{
    /// <summary>The conclusion of the newest report as plain text; null when there is none yet.</summary>
    Task<string?> ConclusionAsync(Uid studyInstanceUid, CancellationToken cancellationToken);
}
