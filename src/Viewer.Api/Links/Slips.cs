using ImagingGateway.Filmless.Reports;
using ImagingGateway.Filmless.Slip;
using ImagingGateway.Filmless.StudyLinks;
using ImagingGateway.Storage.Audit;
using ImagingGateway.Storage.Query;
using ImagingGateway.Viewer.Api.Resources;

namespace ImagingGateway.Viewer.Api.Links;

/// <summary>Makes slips: for pages, programs and the command line.</summary>
public sealed class Slips(IStudyList studies, IAuditTrail audit, ViewerOptions options, TimeProvider clock, IReports reports)
{
    public const string ContentType = "application/pdf";

    /// <summary>The slip of a link.</summary>
    /// <param name="link">Of several studies the first stands on the slip, with the number of the others and the images of all; a conclusion only of one alone.</param>
    /// <param name="token">The link's token.</param>
    /// <param name="code">Its short code, if it has one.</param>
    /// <param name="wish">How it shall look.</param>
    /// <param name="cancellationToken">The request's end.</param>
    /// <returns>A PDF; null when none of its studies is there any more.</returns>
    /// <exception cref="Imaging.Drawing.DrawingUnavailableException">The drawing library is missing.</exception>
    public async Task<byte[]?> WriteAsync(StudyLink link, string token, string? code, SlipWish wish, CancellationToken cancellationToken)
    {
        var all = new List<StudySummary>();
        foreach (var uid in link.StudyInstanceUids)
        {
            if (await studies.FindAsync(uid, cancellationToken) is { } found)
                all.Add(found);
        }

        if (all.Count == 0)
            return null;
        var report = all is not [var only] ? null : (await reports.OfStudyAsync(only.StudyInstanceUid, cancellationToken))
            .FirstOrDefault(one => one.Status is ReportStatus.Final or ReportStatus.Corrected && one.Signature != ReportSignature.Broken && one.Conclusion.Length > 0);
        var pdf = SlipWriter.Write(ContentOf(all, link, token, code, report, wish), wish.Paper);
        await audit.AppendAsync(
            new AuditEvent(clock.GetUtcNow(), AuditAction.Export, wish.Person, wish.RemoteAddress, all[0].StudyInstanceUid, link.Id, AuditOutcome.Success, AuditForms.Slip.With(wish.Paper)),
            cancellationToken);
        return pdf;
    }

    private SlipContent ContentOf(List<StudySummary> all, StudyLink link, string token, string? code, Report? report, SlipWish wish)
    {
        var (texts, study, areOfSeveral) = (Texts.In(wish.Language), all[0], ChosenStudies.AreOfSeveralPatients(all));
        var facility = options.FacilityName ?? (study.InstitutionName is { Length: > 0 } institution ? institution : texts["Product"]);
        List<(string, string)> facts =
        [
            (texts["PatientId"], Or(study.PatientId)),
            (texts["BirthDate"], Or(Show.BirthDate(study.PatientBirthDate))),
            (texts["Study"], (study.StudyDescription is { Length: > 0 } description ? description : string.Join(", ", study.ModalitiesInStudy))
                + (all.Count > 1 ? " " + texts["SlipMoreStudies", all.Count - 1] : "")),
            (texts["StudyTime"], Or(Show.Study(study.StudyDate, study.StudyTime))),
            (texts["Images"], Show.Count(all.Sum(one => one.NumberOfImages))),
            (texts["SlipValid"], Show.Time(link.ExpiresAt)),
        ];
        if (link.IsDeidentified || areOfSeveral)
            facts.RemoveRange(0, 2);
        var secret = !link.HasPin ? "" : texts[link.PinKind == PinKind.BirthYear ? "SlipSecretYear" : "SlipPin"];
        var words = new SlipWords(
            texts["SlipTitle"], texts["SlipScan"], texts["SlipType"], texts["Code"], secret, texts[report?.Signature switch { ReportSignature.None => "ConclusionUnsigned", ReportSignature.Pending => "ConclusionPending", _ => "Conclusion" }], texts["SlipCopyOf"], texts["SlipSystem"],
            texts["SlipOwner"], texts["SlipLookUp"], texts["SlipTime"], texts["SlipPerson"]);
        return new SlipContent(
            facility, link.IsDeidentified ? texts["Deidentified"] : areOfSeveral ? texts["SlipSeveralPatients"] : study.PatientName, facts, link.IsDeidentified ? null : report?.Conclusion,
            StudyLinkAddress.Of(wish.BaseUrl, token), StudyLinkAddress.OfCodes(wish.BaseUrl), code,
            new SlipOrigin("Imaging Gateway", facility, link.Id, Show.Time(clock.GetUtcNow()), wish.Person), words);
    }

    private static string Or(string? text) => string.IsNullOrWhiteSpace(text) ? "–" : text;
}

/// <summary>How a slip shall look, and who wants it.</summary>
/// <param name="BaseUrl">How people reach the gateway.</param>
/// <param name="Person">Stands in the footer.</param>
public sealed record SlipWish(string BaseUrl, Language Language, PaperSize Paper, string Person, string? RemoteAddress);
