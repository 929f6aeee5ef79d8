using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Demo;

/// <summary>What all images of one invented study have in common: patient, study, equipment.</summary>
internal sealed record StudyTemplate(
    DemoPatient Patient, Uid StudyInstanceUid, DateTime StudyTime, string AccessionNumber, string Description,
    string Modality, string Manufacturer, string Model, string DeviceSerialNumber, string StationName)
{
    /// <summary>A data set with the patient, study, series, frame of reference-free equipment modules filled in (PS3.3 C.7).</summary>
    public DataSet NewInstance(Uid sopClass, Uid sopInstance, Uid series, int seriesNumber, string seriesDescription, int instanceNumber)
    {
        var dataSet = new DataSet();
        dataSet.SetString(Tags.SpecificCharacterSet, "ISO_IR 192");
        dataSet.SetString(Tags.SOPClassUID, sopClass.Value);
        dataSet.SetString(Tags.SOPInstanceUID, sopInstance.Value);
        dataSet.SetString(Tags.StudyDate, Date(StudyTime));
        dataSet.SetString(Tags.SeriesDate, Date(StudyTime));
        dataSet.SetString(Tags.AcquisitionDate, Date(StudyTime));
        dataSet.SetString(Tags.ContentDate, Date(StudyTime));
        dataSet.SetString(Tags.StudyTime, Time(StudyTime));
        dataSet.SetString(Tags.SeriesTime, Time(StudyTime.AddMinutes(seriesNumber)));
        dataSet.SetString(Tags.AcquisitionTime, Time(StudyTime.AddMinutes(seriesNumber).AddMilliseconds(instanceNumber * 180)));
        dataSet.SetString(Tags.ContentTime, Time(StudyTime.AddMinutes(seriesNumber).AddMilliseconds(instanceNumber * 180)));
        dataSet.SetString(Tags.AccessionNumber, AccessionNumber);
        dataSet.SetString(Tags.Modality, Modality);
        dataSet.SetString(Tags.Manufacturer, Manufacturer);
        dataSet.SetString(Tags.InstitutionName, "Bệnh viện Đa khoa tỉnh (dữ liệu mẫu)");
        dataSet.SetString(Tags.ReferringPhysicianName, "BS. Lê Văn Hưng");
        dataSet.SetString(Tags.StationName, StationName);
        dataSet.SetString(Tags.StudyDescription, Description);
        dataSet.SetString(Tags.SeriesDescription, seriesDescription);
        dataSet.SetString(Tags.ManufacturerModelName, Model);
        dataSet.SetString(Tags.PatientName, Patient.Name);
        dataSet.SetString(Tags.PatientID, Patient.Id);
        dataSet.SetString(Tags.PatientBirthDate, Patient.BirthDate);
        dataSet.SetString(Tags.PatientSex, Patient.Sex);
        dataSet.SetString(Tags.DeviceSerialNumber, DeviceSerialNumber);
        dataSet.SetString(Tags.SoftwareVersions, "demo");
        dataSet.SetString(Tags.StudyInstanceUID, StudyInstanceUid.Value);
        dataSet.SetString(Tags.SeriesInstanceUID, series.Value);
        dataSet.SetString(Tags.StudyID, AccessionNumber[^4..]);
        dataSet.SetString(Tags.SeriesNumber, Text(seriesNumber));
        dataSet.SetString(Tags.InstanceNumber, Text(instanceNumber));
        return dataSet;
    }

    private static string Date(DateTime time) => time.ToString("yyyyMMdd", System.Globalization.CultureInfo.InvariantCulture);

    private static string Time(DateTime time) => time.ToString("HHmmss.fff", System.Globalization.CultureInfo.InvariantCulture);

    private static string Text(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
