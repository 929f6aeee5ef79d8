using System.Security.Cryptography;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.Evidence;
using ImagingGateway.Filmless.Evidence.Portable;
using ImagingGateway.Filmless.Reports;
using ImagingGateway.Filmless.Secrets;
using ImagingGateway.Storage.Query;
using ImagingGateway.Viewer.Api.Resources;
using ImagingGateway.Viewer.Api.Studies;

namespace ImagingGateway.Viewer.Api.Evidence.Portable;

/// <inheritdoc/>
internal sealed class EvidenceCopies(
    IStudyList studies, IStudyManifests manifests, IReports reports, StudyContents contents, KeyPictures pictures, EvidencePage page, EvidenceZip zip, ViewerOptions options, TimeProvider clock)
    : IEvidenceCopies
{
    /// <summary>Short enough to be read out on the telephone.</summary>
    private const int IdLetters = 8;

    public async Task<EvidenceCopy?> PrepareAsync(Uid uid, EvidenceWish wish, CancellationToken cancellationToken)
    {
        if (await studies.FindAsync(uid, cancellationToken) is not { } study || await manifests.MakeAsync(uid, cancellationToken) is not { } manifest)
            return null;
        var series = await contents.OfStudyAsync(uid, cancellationToken);
        var (drawn, notDrawn) = await pictures.DrawAsync(series, wish.Watermark, cancellationToken);
        var (told, documents) = await ReportsAsync(uid, wish.WithDocuments, cancellationToken);
        var (states, frozen) = await FrozenAsync(uid, cancellationToken);
        IReadOnlyList<EvidenceContent> files = [.. drawn, .. documents, .. frozen];
        var package = new EvidencePackage(
            EvidencePackage.FormatName, RandomText.Word(IdLetters), clock.GetUtcNow(), wish.Person, "Imaging Gateway", OwnerOf(study), $"{wish.BaseUrl.TrimEnd('/')}/.well-known/jwks.json",
            new PackagePatient(study.PatientName, study.PatientId, BirthDateOf(study, wish), study.PatientSex), StudyOf(study, series),
            Convert.ToHexStringLower(SHA256.HashData(manifest.ToJson())), StudyManifest.Of(manifest).MerkleRoot, told, states, notDrawn, [.. files.Select(content => content.File)]);
        return new EvidenceCopy(uid, package, manifest, files, wish.Language);
    }

    public Task WritePageAsync(EvidenceCopy copy, Stream output, CancellationToken cancellationToken) => page.WriteAsync(copy, output, cancellationToken);

    public Task WriteZipAsync(EvidenceCopy copy, bool withImages, Stream output, CancellationToken cancellationToken) => zip.WriteAsync(copy, withImages, output, cancellationToken);

    private string OwnerOf(StudySummary study) => options.FacilityName ?? (study.InstitutionName is { Length: > 0 } institution ? institution : "Imaging Gateway");

    private static string? BirthDateOf(StudySummary study, EvidenceWish wish) =>
        wish.WholeBirthDate ? NullWhenEmpty(Show.BirthDate(study.PatientBirthDate)) : Show.YearOf(study.PatientBirthDate);

    private static PackageStudy StudyOf(StudySummary study, IReadOnlyList<SeriesContents> series) => new(
        study.StudyInstanceUid.Value, NullWhenEmpty(study.AccessionNumber), NullWhenEmpty(study.StudyDescription), NullWhenEmpty(study.InstitutionName),
        Show.Study(study.StudyDate, study.StudyTime), string.Join(", ", study.ModalitiesInStudy), series.Count, series.Sum(one => one.Instances.Count), series.Sum(one => one.ImageCount));

    private async Task<(IReadOnlyList<PackageReport> Reports, IReadOnlyList<EvidenceContent> Documents)> ReportsAsync(Uid study, bool withDocuments, CancellationToken cancellationToken)
    {
        var (told, documents) = (new List<PackageReport>(), new List<EvidenceContent>());
        foreach (var report in await reports.OfStudyAsync(study, cancellationToken))
        {
            var name = default(string);
            if (withDocuments && report.HasDocument && await reports.DocumentAsync(report.Id, cancellationToken) is { } pdf)
            {
                name = FormattableString.Invariant($"reports/{documents.Count + 1}.pdf");
                documents.Add(new EvidenceContent(PackageFile.Of(name, pdf), async cancel => await reports.DocumentAsync(report.Id, cancel)));
            }

            told.Add(new PackageReport(
                report.Title, report.Description, report.Conclusion, report.ReaderName, report.ReaderCode, report.ReportedAt is { } at ? Show.Minute(at) : Show.Time(report.ReceivedAt),
                report.Status.ToString(), report.Signature.ToString(), report.Signer, name));
        }

        return (told, documents);
    }

    private async Task<(IReadOnlyList<PackageFreeze> Frozen, IReadOnlyList<EvidenceContent> Manifests)> FrozenAsync(Uid study, CancellationToken cancellationToken)
    {
        var (states, files) = (new List<PackageFreeze>(), new List<EvidenceContent>());
        foreach (var frozen in await manifests.FrozenAsync(study, cancellationToken))
        {
            var (name, json) = (FormattableString.Invariant($"frozen/{frozen.Number}.json"), frozen.Signature.ToJson());
            files.Add(new EvidenceContent(PackageFile.Of(name, json), _ => Task.FromResult<ReadOnlyMemory<byte>>(json)));
            states.Add(new PackageFreeze(frozen.Number, frozen.At, frozen.Actor, frozen.Reason, frozen.MerkleRoot, await manifests.ChangeSinceAsync(frozen, cancellationToken), name));
        }

        return (states, files);
    }

    private static string? NullWhenEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
