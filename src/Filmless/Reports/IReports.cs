using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Filmless.Reports;

/// <summary>Reports beside the images, however they came. Receiving and assigning are audited here.</summary>
public interface IReports
{
    /// <summary>A study's reports, the one that counts first: not cancelled, final before preliminary, then the newest.</summary>
    Task<IReadOnlyList<Report>> OfStudyAsync(Uid study, CancellationToken cancellationToken);

    /// <summary>The report that people outside the reading room are shown: final or corrected, the newest; its <see cref="Report.Signature"/> says whether it must be watermarked.</summary>
    /// <returns>Null when there is none yet.</returns>
    Task<Report?> CurrentAsync(Uid study, CancellationToken cancellationToken);

    /// <summary>Reports of many studies at once, in the order of <see cref="OfStudyAsync"/>; studies without a report are left out.</summary>
    Task<IReadOnlyDictionary<Uid, IReadOnlyList<Report>>> OfStudiesAsync(IReadOnlyCollection<Uid> studies, CancellationToken cancellationToken);

    Task<Report?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>The PDF; null when there is none.</summary>
    Task<byte[]?> DocumentAsync(string id, CancellationToken cancellationToken);

    /// <summary>Keeps a report, durable when this returns, with its study when one fits.</summary>
    /// <exception cref="ArgumentException">It cannot be kept; one sentence says why (<see cref="NewReport.Fault"/>).</exception>
    Task<ReceivedReport> ReceiveAsync(NewReport report, CancellationToken cancellationToken);

    /// <summary>Reports that wait for a study, newest first.</summary>
    Task<IReadOnlyList<Report>> UnmatchedAsync(int limit, CancellationToken cancellationToken);

    /// <summary>A person says to which study a waiting report belongs.</summary>
    /// <returns>False when there is no such waiting report or no such study.</returns>
    Task<bool> AssignAsync(string id, Uid study, string actor, CancellationToken cancellationToken);
}

/// <summary>What became of a report.</summary>
/// <param name="IsRepeated">It was here already: nothing was changed.</param>
public sealed record ReceivedReport(Report Report, bool IsRepeated);
