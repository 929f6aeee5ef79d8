using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Filmless.Evidence;

/// <summary>
/// What the images themselves say about an exam: who, when, on which device, which views. Kept beside the index, so that hundreds of
/// studies are answered without opening an object. What is asked for by UID is always up to date; what is found through other studies
/// (<see cref="SharedPixelsAsync"/>, <see cref="OverlapsAsync"/>) may lack arrivals of the last seconds.
/// </summary>
public interface IStudyEvidence
{
    /// <returns>Null when there is no such study.</returns>
    Task<StudyEvidence?> FactsOfAsync(Uid study, CancellationToken cancellationToken);

    /// <summary>The facts of many studies at once; unknown studies are left out.</summary>
    Task<IReadOnlyDictionary<Uid, StudyEvidence>> FactsOfAsync(IReadOnlyCollection<Uid> studies, CancellationToken cancellationToken);

    /// <summary>Studies of <b>another patient</b> that hold the very same pixel data as one of these.</summary>
    Task<IReadOnlyList<SharedPixels>> SharedPixelsAsync(IReadOnlyCollection<Uid> studies, CancellationToken cancellationToken);

    /// <summary>Other studies that one device was acquiring during the same time as one of these.</summary>
    Task<IReadOnlyList<DeviceOverlap>> OverlapsAsync(IReadOnlyCollection<Uid> studies, CancellationToken cancellationToken);

    /// <summary>Reads what is not read yet of some studies; those that cannot be read are logged.</summary>
    /// <param name="studies">Which ones.</param>
    /// <param name="giveWay">Awaited before every few studies: ends when nothing more urgent has to be done. Null when nothing is.</param>
    /// <param name="cancellationToken">Stops between two of these.</param>
    Task BringUpToDateAsync(IReadOnlyCollection<Uid> studies, Func<CancellationToken, Task>? giveWay, CancellationToken cancellationToken);

    /// <summary>Brings up to date whatever arrived unnoticed (before an upgrade, on another node).</summary>
    /// <param name="giveWay">As of <see cref="BringUpToDateAsync"/>.</param>
    /// <param name="cancellationToken">As of <see cref="BringUpToDateAsync"/>.</param>
    /// <returns>How many studies were behind.</returns>
    Task<int> CatchUpAsync(Func<CancellationToken, Task>? giveWay, CancellationToken cancellationToken);
}
