using ImagingGateway.Storage.Query;

namespace ImagingGateway.Filmless.Claims.Import;

/// <summary>
/// The one place that knows how claim files name things (tables 1, 3 and 4 of the decision 130 family and what hospitals' spreadsheets
/// call the same). Names are compared without accents, case and separators; <see cref="ClaimOptions.Fields"/> adds more.
/// </summary>
public sealed class ClaimFields
{
    /// <summary>Elements of the XML tables that hold one record each, with the table's number.</summary>
    public static readonly IReadOnlyDictionary<string, int> XmlRecords = new Dictionary<string, int>
    {
        ["TONG_HOP"] = 1, ["CHI_TIET_DVKT"] = 3, ["CHI_TIET_CLS"] = 4,
    };

    /// <summary>The element of the <c>GIAMDINHHS</c> envelope that holds a table in base64.</summary>
    public const string XmlContent = "NOIDUNGFILE";

    private static readonly Dictionary<ClaimField, string[]> Names = new()
    {
        [ClaimField.ClaimCode] = ["MA_LK", "MALK", "MA_LIEN_KET", "CLAIM_CODE"],
        [ClaimField.LineNumber] = ["STT", "SO_THU_TU", "LINE_NUMBER"],
        [ClaimField.Facility] = ["MA_CSKCB", "MACSKCB", "MA_CO_SO_KCB"],
        [ClaimField.PatientName] = ["HO_TEN", "HOTEN", "HO_VA_TEN", "TEN_BENH_NHAN", "TEN_BN"],
        [ClaimField.BirthDate] = ["NGAY_SINH", "NGAYSINH", "NAM_SINH"],
        [ClaimField.Sex] = ["GIOI_TINH", "GIOITINH"],
        [ClaimField.InsuranceCard] = ["MA_THE_BHYT", "MA_THE", "SO_THE_BHYT"],
        [ClaimField.CitizenId] = ["SO_CCCD", "CCCD"],
        [ClaimField.PatientId] = ["MA_BN", "MA_BENH_NHAN", "PATIENT_ID"],
        [ClaimField.OrderKey] = ["SO_PHIEU", "MA_PHIEU", "MA_CHI_DINH", "SO_CHI_DINH", "ACCESSION", "ACCESSION_NUMBER", "ORDER_KEY"],
        [ClaimField.ServiceCode] = ["MA_DICH_VU", "MA_DV"],
        [ClaimField.ServiceName] = ["TEN_DICH_VU", "TEN_DV"],
        [ClaimField.ServiceGroup] = ["MA_NHOM"],
        [ClaimField.Quantity] = ["SO_LUONG"],
        [ClaimField.UnitPrice] = ["DON_GIA", "DON_GIA_BH", "DON_GIA_BV"],
        [ClaimField.OrderedAt] = ["NGAY_YL", "NGAY_Y_LENH"],
        [ClaimField.PerformedAt] = ["NGAY_TH_YL", "NGAY_THUC_HIEN"],
        [ClaimField.ResultAt] = ["NGAY_KQ", "NGAY_KET_QUA"],
        [ClaimField.Device] = ["MA_MAY"],
        [ClaimField.Doctor] = ["MA_BAC_SI", "MA_BS"],
        [ClaimField.Performer] = ["NGUOI_THUC_HIEN"],
        [ClaimField.Reader] = ["MA_BS_DOC_KQ", "BS_DOC_KQ"],
        [ClaimField.Description] = ["MO_TA"],
        [ClaimField.Conclusion] = ["KET_LUAN"],
    };

    private readonly Dictionary<string, ClaimField> _fields = [];

    public ClaimFields(ClaimOptions options)
    {
        foreach (var (field, names) in Names)
            Add(field, names);
        foreach (var (field, names) in options.Fields)
            Add(field, names);
    }

    /// <summary>The name people know a field by, for messages.</summary>
    public static string NameOf(ClaimField field) => Names[field][0];

    /// <summary>The field of a column or element; null when it is none of ours.</summary>
    public ClaimField? Of(string name) => name.Length <= 100 && _fields.TryGetValue(SearchKey.Of(name.AsSpan().Trim()), out var field) ? field : null;

    private void Add(ClaimField field, IEnumerable<string> names)
    {
        foreach (var name in names)
            _fields[SearchKey.Of(name)] = field;
    }
}
