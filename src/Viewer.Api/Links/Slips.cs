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

    /// <summary>The slip of a link, for its first study.</summary>
    /// <param name="link">A link to one study; of several, the first stands on the slip with the number of all.</param>
    /// <param name="token">The link's token.</param>
    /// <param name="code">Its short code, if it has one.</param>
    /// <param name="wish">How it shall look.</param>
    /// <param name="cancellationToken">The request's end.</param>
    /// <returns>A PDF; null when the study is no longer there.</returns>
    /// <exception cref="Imaging.Drawing.DrawingUnavailableException">The drawing library is missing.</exception>
    public async Task<byte[]?> WriteAsync(StudyLink link, string token, string? code, SlipWish wish, CancellationToken cancellationToken)
    {
        if (await studies.FindAsync(link.StudyInstanceUids[0], cancellationToken) is not { } study)
            return null;
        var report = (await reports.OfStudyAsync(study.StudyInstanceUid, cancellationToken))
            .FirstOrDefault(one => one.Status is ReportStatus.Final or ReportStatus.Corrected && one.Conclusion.Length > 0);
        var pdf = SlipWriter.Write(ContentOf(study, link, token, code, report, wish), wish.Paper);
        await audit.AppendAsync(
            new AuditEvent(clock.GetUtcNow(), AuditAction.Export, wish.Person, wish.RemoteAddress, study.StudyInstanceUid, link.Id, AuditOutcome.Success, $"slip {wish.Paper}"),
            cancellationToken);
        return pdf;
    }

    private SlipContent ContentOf(StudySummary study, StudyLink link, string token, string? code, Report? report, SlipWish wish)
    {
        var texts = Texts.In(wish.Language);
        var facility = options.FacilityName ?? (study.InstitutionName is { Length: > 0 } institution ? institution : texts["Product"]);
        List<(string, string)> facts =
        [
            (texts["PatientId"], Or(study.PatientId)),
            (texts["BirthDate"], Or(Show.BirthDate(study.PatientBirthDate))),
            (texts["Study"], study.StudyDescription is { Length: > 0 } description ? description : string.Join(", ", study.ModalitiesInStudy)),
            (texts["StudyTime"], Or(Show.Study(study.StudyDate, study.StudyTime))),
            (texts["Images"], Show.Count(study.NumberOfInstances) + (link.StudyInstanceUids.Count > 1 ? " " + texts["SlipMoreStudies", link.StudyInstanceUids.Count - 1] : "")),
            (texts["SlipValid"], Show.Time(link.ExpiresAt)),
        ];
        if (link.IsDeidentified)
            facts.RemoveRange(0, 2);
        var secret = !link.HasPin ? "" : texts[link.PinKind == PinKind.BirthYear ? "SlipSecretYear" : "SlipPin"];
        var words = new SlipWords(
            texts["SlipTitle"], texts["SlipScan"], texts["SlipType"], texts["Code"], secret, texts[report?.Signature == ReportSignature.None ? "ConclusionUnsigned" : "Conclusion"], texts["SlipCopyOf"], texts["SlipSystem"],
            texts["SlipOwner"], texts["SlipLookUp"], texts["SlipTime"], texts["SlipPerson"]);
        return new SlipContent(
            facility, link.IsDeidentified ? texts["Deidentified"] : study.PatientName, facts, link.IsDeidentified ? null : report?.Conclusion,
            StudyLinkAddress.Of(wish.BaseUrl, token), StudyLinkAddress.OfCodes(wish.BaseUrl), code,
            new SlipOrigin("Imaging Gateway", facility, link.Id, Show.Time(clock.GetUtcNow()), wish.Person), words);
    }

    private static string Or(string? text) => string.IsNullOrWhiteSpace(text) ? "–" : text;
}

/// <summary>How a slip shall look, and who wants it.</summary>
/// <param name="BaseUrl">How people reach the gateway.</param>
/// <param name="Person">Stands in the footer.</param>
public sealed record SlipWish(string BaseUrl, Language Language, PaperSize Paper, string Person, string? RemoteAddress);
