using ImagingGateway.Filmless.Claims;
using ImagingGateway.Filmless.Claims.Checks;
using ImagingGateway.Filmless.Csv;
using ImagingGateway.Viewer.Api.Resources;

namespace ImagingGateway.Viewer.Api.Claims;

/// <summary>The evidence table as a spreadsheet: a row per line, a colour and a sentence per check.</summary>
internal static class ClaimCsv
{
    public static byte[] Of(IReadOnlyList<ClaimItem> items, ClaimOptions options, Texts texts)
    {
        var checks = Enum.GetValues<Check>();
        var csv = new CsvText().Add(
        [
            "MA_LK", "STT", "MA_DICH_VU", "TEN_DICH_VU", texts["Facility"], "HO_TEN", "NGAY_YL", "NGAY_KQ", texts["State"], texts["Deadline"], texts["Evidence"],
            .. checks.Select(check => texts[$"Check{check}"]),
        ]);
        foreach (var item in items)
            csv.Add(
            [
                item.Line.ClaimCode, item.Line.LineNumber, item.Line.ServiceCode, item.Line.ServiceName, options.NameOf(item.Facility), item.Line.PatientName, item.Line.OrderedAt,
                item.Line.ResultAt, texts[$"ClaimState{item.State}"], Show.Time(item.DeadlineAt), texts[$"Match{item.Match}"],
                .. checks.Select(check => item.Findings.Count > (int)check ? $"{texts[$"Verdict{item.Findings[(int)check].Verdict}"]}: {ClaimTexts.Sentence(texts, item.Findings[(int)check])}" : ""),
            ]);
        return csv.ToBytes();
    }
}
