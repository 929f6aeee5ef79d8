using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Filmless.Reports.Hl7;

/// <summary>
/// Reports in an ORU^R01 (HL7 v2.5.1 chapter 7), one per OBR. Mapping lies here alone: PID-3 patient, OBR-2 placer and OBR-3 filler order number, IPC-1 or
/// OBR-18 accession, ZDS-1 Study Instance UID, OBR-4 title, OBR-22 time, OBR-25 status, OBR-32 reader; OBX with an impression code is the conclusion, an ED value
/// the document, all other text the description.
/// </summary>
internal static class OruReading
{
    private static readonly string[] ConclusionWords = ["IMP", "IMPRESSION", "CONCLUSION", "KET_LUAN", "KETLUAN", "KẾT LUẬN", "19005-8", "121076", "121077"];

    public static IReadOnlyList<NewReport> Reports(Hl7Message message)
    {
        var header = message.Segments[0];
        var sender = $"{message.Get(header, 3)}|{message.Get(header, 4)}";
        var reports = new List<NewReport>();
        var (patient, accession) = ("", "");
        Uid? study = null;
        foreach (var segment in message.Segments)
        {
            switch (segment[0])
            {
                case "PID":
                    patient = message.Get(segment, 3);
                    break;
                case "IPC":
                    accession = message.Get(segment, 1);
                    break;
                case "ZDS" when new Uid(message.Get(segment, 1)) is { IsAcceptable: true } uid:
                    study = uid;
                    break;
                case "OBR":
                    reports.Add(Begin(message, segment, patient, $"{sender}|{message.Get(header, 10)}|{reports.Count}", $"HL7 {sender}"));
                    break;
                case "OBX" when reports.Count > 0:
                    reports[^1] = With(message, segment, reports[^1]);
                    break;
            }
        }

        return [.. reports.Select(report => report with
        {
            StudyInstanceUid = study, AccessionNumber = report.AccessionNumber.Length > 0 ? report.AccessionNumber : accession.Length > 0 ? accession : report.OrderKey,
        })];
    }

    private static NewReport Begin(Hl7Message message, string[] order, string patient, string key, string actor) => new()
    {
        Origin = ReportOrigin.Hl7, SourceKey = key, Actor = actor, PatientId = patient,
        AccessionNumber = message.Get(order, 18) is { Length: > 0 } accession ? accession : message.Get(order, 3), OrderKey = message.Get(order, 2),
        Title = message.Get(order, 4, 2) is { Length: > 0 } name ? name : message.Get(order, 4), ReportedAt = Hl7Message.Moment(message.Get(order, 22)),
        ReaderCode = message.Get(order, 32), ReaderName = $"{message.Get(order, 32, 2)} {message.Get(order, 32, 3)}".Trim(),
        Status = message.Get(order, 25) switch { "P" or "R" or "S" or "I" => ReportStatus.Preliminary, "C" => ReportStatus.Corrected, "X" => ReportStatus.Cancelled, _ => ReportStatus.Final },
    };

    private static NewReport With(Hl7Message message, string[] observation, NewReport report)
    {
        if (message.Get(observation, 2) == "ED")
            return message.Get(observation, 5, 4).Equals("Base64", StringComparison.OrdinalIgnoreCase) ? report with { Document = Document(message.Get(observation, 5, 5)) } : report;
        var text = message.Get(observation, 2) is "TX" or "FT" or "ST" ? message.Text(observation, 5) : message.Get(observation, 5, 2) is { Length: > 0 } meaning ? meaning : message.Get(observation, 5);
        if (text.Length == 0)
            return report;
        var isConclusion = ConclusionWords.Contains(message.Get(observation, 3).ToUpperInvariant()) || ConclusionWords.Contains(message.Get(observation, 3, 2).ToUpperInvariant());
        return isConclusion ? report with { Conclusion = Join(report.Conclusion, text) } : report with { Description = Join(report.Description, text) };
    }

    private static byte[]? Document(string base64)
    {
        try
        {
            return Convert.FromBase64String(base64);
        }
        catch (FormatException)
        {
            return []; // no PDF: refused with a sentence
        }
    }

    private static string Join(string before, string text) => before.Length == 0 ? text : $"{before}\n{text}";
}
