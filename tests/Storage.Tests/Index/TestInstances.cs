using System.Security.Cryptography;
using System.Text.Json;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Json;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Ingest;

namespace ImagingGateway.Storage.Tests.Index;

/// <summary>Instances as ingest hands them over, made of a few attributes.</summary>
internal static class TestInstances
{
    public static readonly DateTimeOffset Received = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);

    /// <summary>A CT image; further attributes by <paramref name="change"/>.</summary>
    public static InstanceRecord Of(string study, string series, string instance, Action<DataSet>? change = null, string? bytes = null)
    {
        var header = new DataSet().SetString(Tags.SpecificCharacterSet, "ISO_IR 192")
            .SetString(Tags.SOPClassUID, Uids.CTImageStorage.Value).SetString(Tags.SOPInstanceUID, instance)
            .SetString(Tags.StudyDate, "20261120").SetString(Tags.StudyTime, "101530").SetString(Tags.AccessionNumber, "ACC-" + study)
            .SetString(Tags.Modality, "CT").SetString(Tags.StudyDescription, "Sọ não").SetString(Tags.InstitutionName, "BVĐK tỉnh")
            .SetString(Tags.PatientName, "NGUYỄN^VĂN^AN").SetString(Tags.PatientID, "BN001").SetString(Tags.PatientBirthDate, "19800102").SetString(Tags.PatientSex, "M")
            .SetString(Tags.StudyInstanceUID, study).SetString(Tags.SeriesInstanceUID, series).SetString(Tags.StudyID, "S1")
            .SetString(Tags.SeriesNumber, "1").SetString(Tags.InstanceNumber, instance.Split('.')[^1]);
        header.SetInteger(Tags.Rows, 512).SetInteger(Tags.Columns, 512).SetInteger(Tags.BitsAllocated, 16);
        change?.Invoke(header);
        var content = SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(bytes ?? instance));
        return new InstanceRecord(
            new Uid(study), new Uid(series), new Uid(instance), header.GetUid(Tags.SOPClassUID), header, $"{study}/{instance}/{bytes}", 524_288, 1_000,
            Uids.ExplicitVRLittleEndian, content, null, new byte[] { 1, 2, 3 }, 1, Json(header),
            new Dictionary<string, BulkReference> { ["7FE00010"] = new(2_000, 524_000, false, false) }, false,
            new InstanceSource(IngestOrigin.Dimse, AETitle.Parse("CT1"), AETitle.Parse("GATEWAY"), "10.0.0.7", null), Received);
    }

    /// <summary>One study of one image, for searches.</summary>
    public static InstanceRecord Study(string study, Action<DataSet> change) => Of(study, study + ".1", study + ".1.1", change);

    private static byte[] Json(DataSet header)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
            DicomJson.Write(json, header);
        return bytes.ToArray();
    }
}
