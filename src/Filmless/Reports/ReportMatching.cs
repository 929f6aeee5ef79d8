using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.Evidence;
using ImagingGateway.Storage.Query;

namespace ImagingGateway.Filmless.Reports;

/// <summary>Finds the study of a report: by accession or order number (in whatever attribute the images carry it), else by its UID. When more than one fits, a person decides.</summary>
internal sealed class ReportMatching(IStudyList studies, EvidenceLookups orders)
{
    private const int MostPerKey = 20;

    public async Task<Uid?> FindAsync(NewReport report, CancellationToken cancellationToken)
    {
        foreach (var key in (string[])[report.AccessionNumber, report.OrderKey])
        {
            if (key.Length > 0 && await OfKeyAsync(key, report.PatientId, cancellationToken) is { } found)
                return found;
        }

        return report.StudyInstanceUid is { } uid && await studies.FindAsync(uid, cancellationToken) is { } study && IsOf(study, report.PatientId) ? uid : null;
    }

    // the search box also finds parts of words; a report needs the whole number
    private async Task<Uid?> OfKeyAsync(string key, string patientId, CancellationToken cancellationToken)
    {
        try
        {
            var found = await studies.SearchAsync(new StudyListQuery { Text = key, Limit = MostPerKey }, cancellationToken);
            var named = found.Where(study => key.Equals(study.AccessionNumber, StringComparison.OrdinalIgnoreCase)).ToList();
            foreach (var uid in await orders.StudiesOfOrderAsync(key, cancellationToken))
            {
                if (named.TrueForAll(study => study.StudyInstanceUid != uid) && await studies.FindAsync(uid, cancellationToken) is { } study)
                    named.Add(study);
            }

            return named.Where(study => IsOf(study, patientId)).ToList() is [var only] ? only.StudyInstanceUid : null;
        }
        catch (InvalidQueryException)
        {
            return null;
        }
    }

    private static bool IsOf(StudySummary study, string patientId) => patientId.Length == 0 || patientId.Equals(study.PatientId, StringComparison.OrdinalIgnoreCase);
}
