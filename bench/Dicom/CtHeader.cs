using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;

namespace ImagingGateway.Bench.Dicom;

/// <summary>A CT header as scanners send it: 48 elements, no sequence, some 1.3 KB.</summary>
internal static class CtHeader
{
    public static DataSet Make() => new DataSet()
        .SetString(Tags.SpecificCharacterSet, "ISO_IR 100").SetString(Tags.ImageType, "ORIGINAL", "PRIMARY", "AXIAL", "CT_SOM5 SPI")
        .SetString(Tags.InstanceCreationDate, "20260102").SetString(Tags.InstanceCreationTime, "101112.345678")
        .SetString(Tags.SOPClassUID, "1.2.840.10008.5.1.4.1.1.2").SetString(Tags.SOPInstanceUID, "1.3.12.2.1107.5.1.4.12345.30000026010208000000000001234")
        .SetString(Tags.StudyDate, "20260102").SetString(Tags.SeriesDate, "20260102").SetString(Tags.AcquisitionDate, "20260102").SetString(Tags.ContentDate, "20260102")
        .SetString(Tags.StudyTime, "100915.123000").SetString(Tags.SeriesTime, "101010.456000").SetString(Tags.AcquisitionTime, "101112.100000").SetString(Tags.ContentTime, "101112.100000")
        .SetString(Tags.AccessionNumber, "2026010200123").SetString(Tags.Modality, "CT").SetString(Tags.Manufacturer, "MAKER")
        .SetString(Tags.InstitutionName, "PROVINCE GENERAL HOSPITAL").SetString(Tags.ReferringPhysicianName, "DOCTOR^REFERRING").SetString(Tags.StationName, "CTAWP12345")
        .SetString(Tags.StudyDescription, "CHEST WITHOUT CONTRAST").SetString(Tags.SeriesDescription, "Lung 1.0 B60f").SetString(Tags.ManufacturerModelName, "SENSATION 64")
        .SetString(Tags.PatientName, "NGUYEN^VAN AN").SetString(Tags.PatientID, "BN24001837").SetString(Tags.PatientBirthDate, "19620415").SetString(Tags.PatientSex, "M").SetString(Tags.PatientAge, "063Y")
        .SetString(Tags.BodyPartExamined, "CHEST").SetNumber(Tags.SliceThickness, 1).SetNumber(Tags.KVP, 120)
        .SetString(Tags.StudyInstanceUID, "1.3.12.2.1107.5.1.4.12345.30000026010207000000000000001").SetString(Tags.SeriesInstanceUID, "1.3.12.2.1107.5.1.4.12345.30000026010208000000000001000")
        .SetString(Tags.StudyID, "1").SetInteger(Tags.SeriesNumber, 2).SetInteger(Tags.InstanceNumber, 37)
        .SetString(Tags.ImagePositionPatient, "-170.66796875", "-340.66796875", "-512.5").SetString(Tags.ImageOrientationPatient, "1", "0", "0", "0", "1", "0")
        .SetString(Tags.FrameOfReferenceUID, "1.3.12.2.1107.5.1.4.12345.30000026010207000000000000002").SetNumber(Tags.SliceLocation, -512.5)
        .SetInteger(Tags.SamplesPerPixel, 1).SetString(Tags.PhotometricInterpretation, "MONOCHROME2").SetInteger(Tags.Rows, 512).SetInteger(Tags.Columns, 512)
        .SetString(Tags.PixelSpacing, "0.6640625", "0.6640625").SetInteger(Tags.BitsAllocated, 16).SetInteger(Tags.BitsStored, 12).SetInteger(Tags.HighBit, 11);
}
