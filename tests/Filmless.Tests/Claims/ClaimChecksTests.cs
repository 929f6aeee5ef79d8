using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.Claims;
using ImagingGateway.Filmless.Claims.Checks;

namespace ImagingGateway.Filmless.Tests.Claims;

/// <summary>Every branch of the thirteen checks: a good line and good facts, changed in one thing at a time.</summary>
public sealed class ClaimChecksTests
{
    private static readonly DateTime Morning = new(2026, 11, 20, 8, 0, 0);

    private static readonly ClaimLine Line = new()
    {
        ClaimCode = "LK1", ServiceCode = "18.0119.0028", ServiceName = "Chụp CLVT lồng ngực có tiêm thuốc cản quang (từ 64-128 dãy) [2 phim]", PatientName = "Nguyễn Thị Phượng",
        BirthDate = "19620415", Sex = "F", PatientId = "BN1", InsuranceCard = "DN4220001", OrderedAt = Morning, ResultAt = Morning.AddHours(2), Device = "CT.1.22001.SN-900", Reader = "BS7",
        Description = "…", Conclusion = "…", Quantity = 1,
    };

    private static readonly ClaimFacts Facts = new()
    {
        StudyInstanceUid = new Uid("1.2.3"), PatientName = "PHUONG NGUYEN THI", PatientIdentifiers = ["BN1"], BirthDate = "19620415", Sex = "F", FirstAcquisition = Morning.AddMinutes(20),
        LastAcquisition = Morning.AddMinutes(25), Modalities = ["CT"], BodyParts = ["CHEST"], Description = "CT NGUC", Views = 2, Images = 120, SerialNumbers = ["SN900"], DetectorRows = 64,
        FieldStrength = 1.494, Contrast = true, Overlaps = [], SharedPixels = [], LinksIssued = 1, LinkOpenings = 2,
    };

    private static readonly ClaimRules Rules = new();

    private static ClaimLine Mri => Line with { ServiceName = "Chụp cộng hưởng từ sọ não không tiêm (1.5T)" };

    public static TheoryData<Check, Verdict, string, ClaimLine, ClaimFacts, ClaimRules> Cases => new()
    {
        { Check.Identity, Verdict.Good, "Good", Line, Facts, Rules },
        { Check.Identity, Verdict.Good, "Good", Line with { BirthDate = "1962", PatientId = null, InsuranceCard = null }, Facts, Rules },
        { Check.Identity, Verdict.Good, "Good", Line with { BirthDate = "196204" }, Facts, Rules },
        { Check.Identity, Verdict.Good, "Number", Line with { PatientName = null, InsuranceCard = "bn1" }, Facts, Rules },
        { Check.Identity, Verdict.Unsure, "NotTold", Line with { PatientName = null, PatientId = null }, Facts, Rules },
        { Check.Identity, Verdict.Unsure, "Unknown", Line, Facts with { PatientName = "", PatientIdentifiers = [] }, Rules },
        { Check.Identity, Verdict.Unsure, "NameOnly", Line with { PatientId = null, InsuranceCard = null }, Facts with { BirthDate = "" }, Rules },
        { Check.Identity, Verdict.Unsure, "NameDiffers", Line with { PatientName = "Nguyễn Thị Phương Anh" }, Facts, Rules },
        { Check.Identity, Verdict.Bad, "Name", Line with { PatientName = "Nguyễn Thị Phương Anh" }, Facts with { PatientIdentifiers = ["BN2"] }, Rules },
        { Check.Identity, Verdict.Bad, "Name", Line with { PatientName = "Trần Văn Bảy" }, Facts, Rules },
        { Check.Identity, Verdict.Bad, "Birth", Line with { BirthDate = "19630415" }, Facts, Rules },
        { Check.Identity, Verdict.Bad, "Birth", Line with { BirthDate = "1963" }, Facts, Rules },
        { Check.Identity, Verdict.Bad, "Sex", Line with { Sex = "M" }, Facts, Rules },
        { Check.Identity, Verdict.Good, "Good", Line with { Sex = "O" }, Facts, Rules },
        { Check.TimeOrder, Verdict.Good, "Good", Line, Facts, Rules },
        { Check.TimeOrder, Verdict.Good, "Good", Line with { OrderedAt = Morning.AddMinutes(24) }, Facts, Rules },
        { Check.TimeOrder, Verdict.Bad, "BeforeOrder", Line with { OrderedAt = Morning.AddMinutes(26) }, Facts, Rules },
        { Check.TimeOrder, Verdict.Good, "Good", Line with { OrderedAt = Morning.AddMinutes(26) }, Facts, new ClaimRules { ClockTolerance = 30 } },
        { Check.TimeOrder, Verdict.Bad, "AfterResult", Line with { ResultAt = Morning.AddMinutes(15) }, Facts, Rules },
        { Check.TimeOrder, Verdict.Unsure, "NoAcquisition", Line, Facts with { FirstAcquisition = null, LastAcquisition = null }, Rules },
        { Check.TimeOrder, Verdict.Unsure, "NoOrder", Line with { OrderedAt = null }, Facts, Rules },
        { Check.TimeOrder, Verdict.Unsure, "NoResult", Line with { ResultAt = null }, Facts, Rules },
        { Check.Modality, Verdict.Good, "Good", Line, Facts with { Modalities = ["SR", "CT"] }, Rules },
        { Check.Modality, Verdict.Bad, "Bad", Line, Facts with { Modalities = ["DX"] }, Rules },
        { Check.Modality, Verdict.Unsure, "Unknown", Line, Facts with { Modalities = [] }, Rules },
        { Check.Modality, Verdict.Unsure, "NotTold", Line with { ServiceName = null }, Facts, Rules },
        { Check.Modality, Verdict.Good, "Good", Line with { ServiceName = "mã riêng" }, Facts, new ClaimRules { Services = [new() { Code = "18.0119.0028", Modalities = ["CT"] }] } },
        { Check.BodyPart, Verdict.Good, "Good", Line, Facts, Rules },
        { Check.BodyPart, Verdict.Good, "Described", Line, Facts with { BodyParts = [] }, Rules },
        { Check.BodyPart, Verdict.Unsure, "OnlyDescribed", Line, Facts with { BodyParts = ["ABDOMEN"] }, Rules },
        { Check.BodyPart, Verdict.Bad, "Bad", Line, Facts with { BodyParts = ["ABDOMEN"], Description = "" }, Rules },
        { Check.BodyPart, Verdict.Bad, "Bad", Line, Facts with { BodyParts = [], Description = "Khớp gối" }, Rules },
        { Check.BodyPart, Verdict.Unsure, "Unknown", Line, Facts with { BodyParts = [], Description = "" }, Rules },
        { Check.BodyPart, Verdict.Unsure, "NotTold", Line with { ServiceName = "Chụp CLVT" }, Facts, Rules },
        { Check.Views, Verdict.Good, "Good", Line, Facts, Rules },
        { Check.Views, Verdict.Bad, "Bad", Line, Facts with { Views = 1 }, Rules },
        { Check.Views, Verdict.Bad, "Bad", Line with { Quantity = 2 }, Facts with { Views = 3 }, Rules },
        { Check.Views, Verdict.Good, "Good", Line, Facts with { Views = 1 }, new ClaimRules { ViewsPerFilm = 0.5 } },
        { Check.Views, Verdict.Unsure, "Unknown", Line, Facts with { Views = 0, Images = 0 }, Rules },
        { Check.Views, Verdict.NotNeeded, "NotNeeded", Mri, Facts, Rules },
        { Check.Device, Verdict.Good, "Good", Line, Facts, Rules },
        { Check.Device, Verdict.Bad, "Bad", Line, Facts with { SerialNumbers = ["SN901"] }, Rules },
        { Check.Device, Verdict.Good, "Good", Line with { Device = "MAY-CT-1" }, Facts, new ClaimRules { Devices = [new() { SerialNumber = "sn900", Codes = ["MAY CT 1"] }] } },
        { Check.Device, Verdict.Bad, "Bad", Line, Facts with { SerialNumbers = ["9"] }, Rules },
        { Check.Device, Verdict.Unsure, "NotTold", Line with { Device = null }, Facts, Rules },
        { Check.Device, Verdict.Unsure, "Unknown", Line, Facts with { SerialNumbers = [] }, Rules },
        { Check.DetectorRows, Verdict.Good, "Good", Line, Facts, Rules },
        { Check.DetectorRows, Verdict.Bad, "Bad", Line, Facts with { DetectorRows = 16 }, Rules },
        { Check.DetectorRows, Verdict.Bad, "Bad", Line, Facts, new ClaimRules { Devices = [new() { SerialNumber = "SN900", DetectorRows = 16 }] } },
        { Check.DetectorRows, Verdict.Unsure, "Unknown", Line, Facts with { DetectorRows = null }, Rules },
        { Check.DetectorRows, Verdict.NotNeeded, "NotNeeded", Mri, Facts, Rules },
        { Check.FieldStrength, Verdict.Good, "Good", Mri, Facts, Rules },
        { Check.FieldStrength, Verdict.Bad, "Bad", Mri, Facts with { FieldStrength = 0.3 }, Rules },
        { Check.FieldStrength, Verdict.Good, "Good", Mri, Facts with { FieldStrength = null }, new ClaimRules { Devices = [new() { SerialNumber = "SN900", FieldStrength = 3 }] } },
        { Check.FieldStrength, Verdict.Unsure, "Unknown", Mri, Facts with { FieldStrength = null }, Rules },
        { Check.FieldStrength, Verdict.NotNeeded, "NotNeeded", Line, Facts, Rules },
        { Check.Contrast, Verdict.Good, "With", Line, Facts, Rules },
        { Check.Contrast, Verdict.Bad, "Bad", Line, Facts with { Contrast = false }, Rules },
        { Check.Contrast, Verdict.Good, "Without", Mri, Facts with { Contrast = false }, Rules },
        { Check.Contrast, Verdict.Unsure, "Unclaimed", Mri, Facts, Rules },
        { Check.Contrast, Verdict.Unsure, "Unknown", Line, Facts with { Contrast = null }, Rules },
        { Check.Contrast, Verdict.NotNeeded, "NotNeeded", Line with { ServiceName = "Chụp Xquang ngực" }, Facts, Rules },
        { Check.Overlap, Verdict.Good, "Good", Line, Facts, Rules },
        { Check.Overlap, Verdict.Bad, "Bad", Line, Facts with { Overlaps = [("XQ2", "SN900", TimeSpan.FromMinutes(4))] }, Rules },
        { Check.Overlap, Verdict.Good, "Good", Line, Facts with { Overlaps = [("XQ2", "SN900", TimeSpan.FromSeconds(40))] }, Rules },
        { Check.Overlap, Verdict.Unsure, "Unknown", Line, Facts with { Overlaps = null }, Rules },
        { Check.Overlap, Verdict.Unsure, "Unknown", Line, Facts with { FirstAcquisition = null }, Rules },
        { Check.SharedPixels, Verdict.Good, "Good", Line, Facts, Rules },
        { Check.SharedPixels, Verdict.Bad, "Bad", Line, Facts with { SharedPixels = [("CT2", 3)] }, Rules },
        { Check.SharedPixels, Verdict.Unsure, "Unknown", Line, Facts with { SharedPixels = null }, Rules },
        { Check.Report, Verdict.Good, "Good", Line, Facts, Rules },
        { Check.Report, Verdict.Good, "Good", Line with { Description = null, Conclusion = null, Reader = null }, Facts with { Report = new ReportFact(true, true, "BS8", true) }, Rules },
        { Check.Report, Verdict.Unsure, "Unsigned", Line, Facts with { Report = new ReportFact(true, true, "BS8", false) }, Rules },
        { Check.Report, Verdict.Good, "Good", Line, Facts with { Report = new ReportFact(true, true, "BS8", null) }, Rules },
        { Check.Report, Verdict.Unsure, "NoReader", Line with { Reader = null }, Facts, Rules },
        { Check.Report, Verdict.Bad, "NoConclusion", Line with { Conclusion = null }, Facts, Rules },
        { Check.Report, Verdict.Bad, "NoDescription", Line with { Description = null }, Facts, Rules },
        { Check.Report, Verdict.Bad, "Missing", Line with { Description = null, Conclusion = null }, Facts, Rules },
        { Check.Report, Verdict.Unsure, "Missing", Line with { Description = null, Conclusion = null, ResultAt = null }, Facts, Rules },
        { Check.Delivery, Verdict.Good, "Opened", Line, Facts, Rules },
        { Check.Delivery, Verdict.Good, "Issued", Line, Facts with { LinkOpenings = 0 }, Rules },
        { Check.Delivery, Verdict.NotNeeded, "None", Line, Facts with { LinksIssued = 0, LinkOpenings = 0 }, Rules },
        { Check.Delivery, Verdict.Unsure, "None", Line, Facts with { LinksIssued = 0, LinkOpenings = 0 }, new ClaimRules { DeliveryNeeded = true } },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_check_gives_its_colour_and_sentence(Check check, Verdict verdict, string text, ClaimLine line, ClaimFacts facts, ClaimRules rules)
    {
        var finding = ClaimChecks.All(line, facts, rules)[(int)check];
        Assert.Equal((check, verdict, text), (finding.Check, finding.Verdict, finding.Text));
    }

    [Fact]
    public void Without_any_fact_nothing_is_red()
    {
        var nothing = new ClaimFacts { StudyInstanceUid = new Uid("1.2.3") };
        Assert.DoesNotContain(ClaimChecks.All(Line, nothing, Rules), finding => finding.Verdict == Verdict.Bad);
        Assert.DoesNotContain(ClaimChecks.All(new ClaimLine { ClaimCode = "LK1" }, Facts, Rules), finding => finding.Verdict == Verdict.Bad);
    }

    [Theory]
    [InlineData("Chụp Xquang ngực thẳng [số hóa 1 phim]", "DX", "CHEST", 1, null, null, null)]
    [InlineData("Chụp Xquang cột sống thắt lưng thẳng nghiêng (số hoá 2 phim)", "DX", "LSPINE", 2, null, null, null)]
    [InlineData("Chụp CLVT sọ não không tiêm thuốc cản quang (từ 1-32 dãy)", "CT", "HEAD", null, 1, null, false)]
    [InlineData("Chụp CLVT tầng trên ổ bụng thường quy có thuốc cản quang (từ 64- 128 dãy)", "CT", "ABDOMEN", null, 64, null, true)]
    [InlineData("Chụp cộng hưởng từ khớp gối (0.2-1.5T)", "MR", "KNEE", null, null, 0.2, null)]
    [InlineData("Chụp cộng hưởng từ não có tiêm chất tương phản (3T)", "MR", "HEAD", null, null, 3.0, true)]
    [InlineData("Siêu âm ổ bụng", "US", "ABDOMEN", null, null, null, null)]
    [InlineData("Chụp nhũ ảnh tuyến vú", "MG", "BREAST", null, null, null, null)]
    public void A_service_name_tells_what_the_service_needs(string name, string modality, string bodyPart, int? views, int? rows, double? tesla, bool? contrast)
    {
        var need = Rules.NeedOf(name, "18.1");
        Assert.Equal((modality, bodyPart), (need.Modalities[0], need.BodyParts[0]));
        Assert.Equal((views, rows, tesla, contrast), (need.Views, need.DetectorRows, need.FieldStrength, need.Contrast));
    }

    [Fact]
    public void Wrong_patterns_and_facilities_are_told_at_the_start()
    {
        Assert.Empty(new ClaimOptions().Validate());
        Assert.Single(new ClaimOptions { Rules = new ClaimRules { FilmPattern = "(" } }.Validate());
        Assert.Single(new ClaimOptions { Facilities = [new Facility { Name = "BV" }] }.Validate());
    }

    [Fact]
    public void A_facility_keeps_its_key_through_a_merger()
    {
        var options = new ClaimOptions
        {
            Facilities =
            [
                new Facility { Key = "tinh", Name = "BV tỉnh", Codes = [new() { Code = "22001", To = new DateOnly(2026, 6, 30) }, new() { Code = "22901", From = new DateOnly(2026, 7, 1) }] },
                new Facility { Key = "huyen", Name = "TTYT huyện", Codes = [new() { Code = "22001", From = new DateOnly(2026, 7, 1) }] },
            ],
        };

        Assert.Equal("tinh", options.FacilityOf("22001", new DateOnly(2026, 6, 30)));
        Assert.Equal("huyen", options.FacilityOf("22001", new DateOnly(2026, 7, 1)));
        Assert.Equal("tinh", options.FacilityOf("22901", new DateOnly(2026, 11, 1)));
        Assert.Equal("99999", options.FacilityOf("99999", new DateOnly(2026, 11, 1)));
        Assert.Equal("BV tỉnh", options.NameOf("tinh"));
    }
}
