using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Demo;

/// <summary>A service that the invented hospital claims, and the device that makes its images.</summary>
internal sealed record DemoService(
    string Code, string Name, string Modality, Uid SopClassUid, string BodyPart, string Description, int Price, string[] Views, string Model, string Serial, string Device, int Minutes)
{
    public int? DetectorRows { get; init; }

    public double? FieldStrength { get; init; }

    public bool? Contrast { get; init; }

    public static readonly IReadOnlyList<DemoService> All =
    [
        new("18.0119.0028", "Chụp Xquang ngực thẳng [số hóa 1 phim]", "DX", Uids.DigitalXRayImageStorageForPresentation, "CHEST", "NGỰC THẲNG", 73_300, ["PA"], "Phantom DR", "DR-7001", "XQ.1.22001.DR7001", 3),
        new("18.0093.0029", "Chụp Xquang cột sống thắt lưng thẳng nghiêng [số hóa 2 phim]", "DX", Uids.DigitalXRayImageStorageForPresentation, "LSPINE", "CSTL THẲNG NGHIÊNG", 105_300, ["AP", "LL"], "Phantom DR", "DR-7002", "XQ.2.22001.DR7002", 5),
        new("18.0104.0029", "Chụp Xquang khớp gối thẳng nghiêng [số hóa 2 phim]", "CR", Uids.ComputedRadiographyImageStorage, "KNEE", "KHỚP GỐI", 105_300, ["AP", "LL"], "Phantom CR", "CR-5003", "XQ.3.22001.CR5003", 5),
        new("18.0191.0040", "Chụp CLVT lồng ngực không tiêm thuốc cản quang (từ 1-32 dãy)", "CT", Uids.CTImageStorage, "CHEST", "CT NGỰC", 550_100, ["AXIAL"], "Phantom CT 16", "CT-1600", "CT.1.22001.CT1600", 6)
        {
            DetectorRows = 16, Contrast = false,
        },
        new("18.0220.0042", "Chụp CLVT ổ bụng có tiêm thuốc cản quang (từ 64-128 dãy)", "CT", Uids.CTImageStorage, "ABDOMEN", "CT BỤNG CÓ TIÊM", 1_732_000, ["AXIAL"], "Phantom CT 64", "CT-6400", "CT.2.22001.CT6400", 12)
        {
            DetectorRows = 64, Contrast = true,
        },
        new("18.0296.0066", "Chụp cộng hưởng từ sọ não (1.5T)", "MR", Uids.MRImageStorage, "BRAIN", "MRI SỌ NÃO", 1_341_500, ["AXIAL"], "Phantom MR 15", "MR-1500", "MR.1.22001.MR1500", 20)
        {
            FieldStrength = 1.5,
        },
        new("18.0015.0001", "Siêu âm ổ bụng", "US", Uids.UltrasoundImageStorage, "ABDOMEN", "SIÊU ÂM BỤNG", 58_600, ["B"], "Phantom US", "US-3001", "SA.1.22001.US3001", 8),
    ];
}
