using System.Globalization;
using System.Text;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Demo;

/// <summary>
/// A month of invented claims with matching studies of tiny images, drawn from a seed. A part of the lines carries one planted fault
/// each, all kinds in turn; the others are clean in every respect.
/// </summary>
public sealed class DemoClaims
{
    private const int FirstHour = 7;

    private static readonly string[] Families = ["NGUYỄN", "TRẦN", "LÊ", "PHẠM", "HOÀNG", "VŨ", "ĐẶNG", "BÙI", "ĐỖ", "NÔNG"];
    private static readonly string[] Middles = ["VĂN", "ĐỨC", "NGỌC", "MINH", "QUANG"];
    private static readonly string[] Given = ["AN", "BÌNH", "CHÂU", "DŨNG", "GIANG", "HẠNH", "HƯƠNG", "KHÁNH", "LAN", "MAI", "NAM", "OANH", "PHÚC", "QUỲNH", "SƠN", "THẢO", "TUẤN", "VÂN", "YẾN", "ĐÀO"];
    private static readonly string[] Conclusions = ["Hình ảnh trong giới hạn bình thường.", "Theo dõi tổn thương nhỏ, đề nghị khám lại sau 3 tháng.", "Thoái hoá nhẹ, chưa thấy bất thường khác."];

    private readonly Random _random;
    private readonly DateTime _start;
    private readonly ClaimStudies _studies;
    private readonly Dictionary<string, DateTime> _free = [];
    private int _number;

    /// <summary>Each month counts from elsewhere: neither patients nor pictures come twice.</summary>
    private DemoClaims(int seed, DateOnly month, Func<Uid> newUid) =>
        (_studies, _random, _start, _number) = (new ClaimStudies(newUid), new Random(seed), new DateTime(month.Year, month.Month, 1, FirstHour, 0, 0), ((month.Year * 12) + month.Month) % 240 * 20_000);

    /// <summary>The claims of a month, in order of filing. Studies are made while they are enumerated.</summary>
    /// <param name="faulty">Fraction of lines with a fault.</param>
    /// <param name="newUid">Where identifiers come from; random ones when left out.</param>
    public static IEnumerable<DemoClaim> Month(DateOnly month, int lines = 520, double faulty = 0.15, int seed = 2026, Func<Uid>? newUid = null)
    {
        var claims = new DemoClaims(seed, month, newUid ?? Uid.New);
        var kinds = Enum.GetValues<ClaimFault>();
        var (planted, due) = (0, 0.0);
        for (var line = 0; line < lines; line++)
        {
            due += faulty;
            ClaimFault? fault = due >= 1 ? kinds[planted++ % kinds.Length] : null;
            if (fault is not null)
                due--;
            yield return claims.Next(fault);
        }
    }

    /// <summary>The claims as a spreadsheet saved as CSV, UTF-8, semicolons.</summary>
    public static byte[] ToCsv(IReadOnlyList<DemoClaim> claims)
    {
        var columns = claims.SelectMany(claim => claim.Fields.Keys).Distinct().ToList();
        var text = new StringBuilder().AppendJoin(';', columns).Append("\r\n");
        foreach (var claim in claims)
            text.AppendJoin(';', columns.Select(column => $"\"{claim.Fields.GetValueOrDefault(column, "").Replace("\"", "\"\"", StringComparison.Ordinal)}\"")).Append("\r\n");
        return [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.ToString())];
    }

    private DemoClaim Next(ClaimFault? fault)
    {
        var service = Pick([.. DemoService.All.Where(service => Suits(service, fault))]);
        var patient = NextPatient();
        var start = NextTime(service);
        var accession = string.Create(CultureInfo.InvariantCulture, $"{service.Modality}{start:yyMM}{_number:D5}");
        var exam = new ClaimExam(service, patient, start, accession);
        return new DemoClaim(Fields(exam, fault), [.. InstancesOf(exam, fault)], fault, fault != ClaimFault.Delivery);
    }

    private static bool Suits(DemoService service, ClaimFault? fault) => fault switch
    {
        ClaimFault.Modality => service.Modality != "US",
        ClaimFault.Views => service.Views.Length > 1,
        ClaimFault.DetectorRows => service.DetectorRows == 64,
        ClaimFault.FieldStrength => service.FieldStrength is not null,
        ClaimFault.Contrast => service.Contrast == true,
        ClaimFault.Overlap => service.Minutes >= 10,
        _ => true,
    };

    /// <summary>The exam's images. Two exams at once, and images that two patients share, come with the other, unclaimed exam.</summary>
    private IEnumerable<DemoInstance> InstancesOf(ClaimExam exam, ClaimFault? fault)
    {
        switch (fault)
        {
            case ClaimFault.NoImages:
                return [];
            case ClaimFault.Overlap:
                var during = exam with { Patient = NextPatient(), Start = exam.Start.AddMinutes(2), Accession = exam.Accession + "B" };
                return _studies.Make(exam, _number - 1, null).Concat(_studies.Make(during, _number, null));
            case ClaimFault.SharedPixels:
                var copied = exam with { Patient = NextPatient(), Start = NextTime(exam.Service), Accession = exam.Accession + "B" };
                return _studies.Make(exam, _number, null).Concat(_studies.Make(copied, _number, null));
            default:
                return _studies.Make(exam, _number, fault);
        }
    }

    private Dictionary<string, string> Fields(ClaimExam exam, ClaimFault? fault)
    {
        var (service, patient) = (exam.Service, exam.Patient);
        var ordered = fault == ClaimFault.TimeOrder ? exam.Start.AddMinutes(-90) : exam.Start.AddMinutes(-20);
        var result = fault == ClaimFault.TimeOrder ? exam.Start.AddMinutes(-30) : exam.Start.AddMinutes(service.Minutes + 40);
        var fields = new Dictionary<string, string>
        {
            ["STT"] = "1", ["MA_LK"] = string.Create(CultureInfo.InvariantCulture, $"LK{exam.Start:yyMM}{_number:D6}"), ["HO_TEN"] = fault == ClaimFault.Identity ? "LƯƠNG BÁ TÒNG" : patient.Name,
            ["NGAY_SINH"] = patient.BirthDate + "0000", ["GIOI_TINH"] = patient.Sex == "F" ? "2" : "1", ["MA_THE_BHYT"] = $"GD4222{patient.Id[2..]}001", ["MA_BN"] = patient.Id,
            ["MA_CSKCB"] = "22001", ["SO_PHIEU"] = exam.Accession, ["MA_DICH_VU"] = service.Code, ["TEN_DICH_VU"] = service.Name, ["MA_NHOM"] = "2", ["SO_LUONG"] = "1",
            ["DON_GIA"] = service.Price.ToString(CultureInfo.InvariantCulture), ["NGAY_YL"] = Moment(ordered), ["NGAY_TH_YL"] = Moment(exam.Start), ["NGAY_KQ"] = Moment(result),
            ["MA_MAY"] = service.Device, ["MA_BAC_SI"] = "BS0117", ["MA_BS_DOC_KQ"] = "BS0204",
        };
        if (fault == ClaimFault.Report)
            return fields;
        fields["MO_TA"] = $"{service.Description}: kỹ thuật đạt yêu cầu, các cấu trúc khảo sát được rõ.";
        fields["KET_LUAN"] = Pick(Conclusions);
        return fields;
    }

    private DemoPatient NextPatient()
    {
        _number++;
        var isWoman = _random.Next(2) == 0;
        return new DemoPatient(
            string.Create(CultureInfo.InvariantCulture, $"BN26{_number:D6}"), $"{Pick(Families)} {(isWoman ? "THỊ" : Pick(Middles))} {Pick(Given)} {Pick(Given)}",
            string.Create(CultureInfo.InvariantCulture, $"{1940 + _random.Next(70):D4}{1 + _random.Next(12):D2}{1 + _random.Next(28):D2}"), isWoman ? "F" : "M");
    }

    /// <summary>The device's next free time, every day from seven to about four.</summary>
    private DateTime NextTime(DemoService service)
    {
        var free = _free.TryGetValue(service.Serial, out var known) ? known : _start.AddMinutes(_random.Next(60));
        if (free.Hour >= 16)
            free = free.Date.AddDays(1).AddHours(FirstHour).AddMinutes(_random.Next(60));
        _free[service.Serial] = free.AddMinutes(service.Minutes + 60 + _random.Next(120));
        return free;
    }

    private T Pick<T>(T[] from) => from[_random.Next(from.Length)];

    private static string Moment(DateTime time) => time.ToString("yyyyMMddHHmm", CultureInfo.InvariantCulture);
}
