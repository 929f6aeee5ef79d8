using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Json;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Ingest;
using ImagingGateway.Storage.Query;

namespace ImagingGateway.Bench.Index;

/// <summary>
/// A province's archive from a seed: names as frequent as in Vietnam, patients who come back, ten years of dates, nine modalities.
/// The same seed gives the same archive.
/// </summary>
internal sealed class ArchiveGenerator(int seed)
{
    private static readonly string[] Families =
    [
        .. Enumerable.Repeat("NGUYỄN", 38), .. Enumerable.Repeat("TRẦN", 11), .. Enumerable.Repeat("LÊ", 10), .. Enumerable.Repeat("PHẠM", 7),
        .. Enumerable.Repeat("HOÀNG", 5), .. Enumerable.Repeat("PHAN", 5), .. Enumerable.Repeat("VŨ", 4), .. Enumerable.Repeat("ĐẶNG", 3), "BÙI", "ĐỖ", "HỒ", "NGÔ", "DƯƠNG",
        "LÝ", "ĐINH", "TRƯƠNG", "MAI", "LƯƠNG", "NÔNG", "HÀ",
    ];

    private static readonly string[] Middles = ["VĂN", "VĂN", "VĂN", "THỊ", "THỊ", "THỊ", "ĐỨC", "NGỌC", "MINH", "QUANG", "HỮU", "THANH", "XUÂN", "KIM", "HỒNG", "THỊ NGỌC", "VĂN MINH"];

    private static readonly string[] Givens =
    [
        "AN", "ANH", "BÌNH", "CHÂU", "CHI", "CƯỜNG", "DŨNG", "DUNG", "ĐẠT", "ĐỨC", "GIANG", "HÀ", "HẢI", "HẠNH", "HIỀN", "HIẾU", "HOA", "HÒA", "HOÀNG", "HÙNG", "HƯƠNG", "HUY",
        "KHÁNH", "KIÊN", "LAN", "LINH", "LOAN", "LONG", "MAI", "MẠNH", "MINH", "NAM", "NGA", "NGÂN", "NGỌC", "NHUNG", "OANH", "PHONG", "PHÚC", "PHƯƠNG", "QUÂN", "QUANG", "QUỲNH",
        "SƠN", "TÂM", "THẮNG", "THANH", "THẢO", "THÀNH", "THỦY", "TIẾN", "TOÀN", "TRANG", "TRUNG", "TÚ", "TUẤN", "TÙNG", "UYÊN", "VÂN", "VIỆT", "VINH", "YẾN",
    ];

    private static readonly (string Modality, Uid SopClass, string Description)[] Exams =
    [
        ("CR", Uids.ComputedRadiographyImageStorage, "Ngực thẳng"), ("DX", Uids.DigitalXRayImageStorageForPresentation, "Cột sống thắt lưng"), ("DX", Uids.DigitalXRayImageStorageForPresentation, "Ngực thẳng"),
        ("CT", Uids.CTImageStorage, "Sọ não không tiêm"), ("CT", Uids.CTImageStorage, "Ổ bụng có tiêm"), ("US", Uids.UltrasoundImageStorage, "Ổ bụng tổng quát"),
        ("MR", Uids.MRImageStorage, "Cột sống cổ"), ("MG", Uids.DigitalMammographyXRayImageStorageForPresentation, "Vú hai bên"), ("ES", Uids.VLEndoscopicImageStorage, "Dạ dày"),
    ];

    private static readonly DateOnly FirstDay = new(2016, 1, 1);
    private const int Days = 3_900;

    /// <summary>What an archive of this size can be asked for: an accession number, a patient ID and a study that exist.</summary>
    public static string AccessionOf(int study) => $"A{study:00000000}";

    public static string StudyOf(int study) => $"2.25.7000{study}";

    /// <summary>Words of the patient's name of a study, without accents, as people type them.</summary>
    public IReadOnlyList<string> NameOf(int study, int studies) => SearchKey.Words(SearchKey.Of(Name(Seeded(-1 - Patient(Seeded(study), studies)))));

    /// <summary>Study number <paramref name="study"/> of <paramref name="studies"/>.</summary>
    public IEnumerable<InstanceRecord> Study(int study, int studies, int instances)
    {
        var random = Seeded(study);
        var patient = Patient(random, studies);
        var person = Seeded(-1 - patient);
        var name = Name(person);
        var exam = Exams[random.Next(Exams.Length)];
        // Mostly in the order of arrival, as an archive fills.
        var day = FirstDay.AddDays(Math.Clamp((int)((long)study * Days / studies) + random.Next(-2, 3), 0, Days));
        var uid = StudyOf(study);
        for (var number = 1; number <= instances; number++)
        {
            var header = new DataSet().SetString(Tags.SpecificCharacterSet, "ISO_IR 192")
                .SetString(Tags.SOPClassUID, exam.SopClass.Value).SetString(Tags.SOPInstanceUID, $"{uid}.1.{number}")
                .SetString(Tags.StudyDate, day.ToString("yyyyMMdd", CultureInfo.InvariantCulture))
                .SetString(Tags.StudyTime, $"{7 + (study % 11):00}{study % 60:00}{study % 3600 * 7 % 60:00}").SetString(Tags.AccessionNumber, AccessionOf(study))
                .SetString(Tags.Modality, exam.Modality).SetString(Tags.StudyDescription, exam.Description).SetString(Tags.InstitutionName, $"BVĐK huyện {study % 17}")
                .SetString(Tags.ReferringPhysicianName, Name(random))
                .SetString(Tags.PatientName, name).SetString(Tags.PatientID, $"BN{patient:0000000}").SetString(Tags.PatientSex, person.Next(2) == 0 ? "M" : "F")
                .SetString(Tags.PatientBirthDate, $"{1930 + person.Next(90)}{1 + person.Next(12):00}{1 + person.Next(28):00}")
                .SetString(Tags.OtherPatientIDs, $"0{patient:00000000000}").SetString(Tags.KVP, "120").SetString(Tags.ProtocolName, exam.Description)
                .SetString(Tags.StudyInstanceUID, uid).SetString(Tags.SeriesInstanceUID, uid + ".1").SetString(Tags.StudyID, $"S{study}")
                .SetString(Tags.SeriesNumber, "1").SetString(Tags.InstanceNumber, number.ToString(CultureInfo.InvariantCulture))
                .SetString(Tags.ImageType, "ORIGINAL", "PRIMARY", "AXIAL").SetString(Tags.ImagePositionPatient, "-120.5", "-120.5", $"{number * 5}.25")
                .SetString(Tags.ImageOrientationPatient, "1", "0", "0", "0", "1", "0").SetString(Tags.PixelSpacing, "0.48828125", "0.48828125");
            header.SetInteger(Tags.Rows, 512).SetInteger(Tags.Columns, 512).SetInteger(Tags.BitsAllocated, 16);
            yield return Record(header, $"{study}.{number}");
        }
    }

    private static InstanceRecord Record(DataSet header, string name)
    {
        var sha256 = SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(name));
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
            DicomJson.Write(writer, header);
        var key = $"{Convert.ToHexStringLower(sha256.AsSpan(0, 2))}/{Convert.ToHexStringLower(sha256)}.dcm";
        return new InstanceRecord(
            header.GetUid(Tags.StudyInstanceUID), header.GetUid(Tags.SeriesInstanceUID), header.GetUid(Tags.SOPInstanceUID), header.GetUid(Tags.SOPClassUID), header,
            key, 526_000, 1_500, Uids.ExplicitVRLittleEndian, sha256, sha256, new byte[] { 1, 0, 0, 0, 8 }, 1, json.ToArray(),
            new Dictionary<string, BulkReference> { ["7FE00010"] = new(1_700, 524_288, false, false) }, false,
            new InstanceSource(IngestOrigin.Dimse, AETitle.Parse("MODALITY"), AETitle.Parse("GATEWAY"), "10.0.0.7", null), DateTimeOffset.UtcNow);
    }

    private static int Patient(Random random, int studies) => random.Next(Math.Max(1, studies * 2 / 3));

    private static string Name(Random person) => $"{Pick(person, Families)}^{Pick(person, Middles)}^{Pick(person, Givens)}";

    // HashCode.Combine differs from process to process; this does not.
    private Random Seeded(int number) => new(unchecked(((seed * 486_187_739) + number) * (int)2_654_435_761));

    private static string Pick(Random random, string[] from) => from[random.Next(from.Length)];
}
