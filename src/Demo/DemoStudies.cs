using System.Globalization;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Demo;

/// <summary>
/// Invented studies to try the gateway with, and what tests use where no public files are: a chest CT, a chest X-ray of
/// the same patient, another X-ray, and a multi-frame ultrasound. New UIDs at every call unless they are given; the pictures come from the seed.
/// </summary>
public static class DemoStudies
{
    /// <summary>Instances that <see cref="All"/> gives.</summary>
    public const int Count = 66;

    /// <summary>Accession numbers.</summary>
    public const string ChestCTNumber = "CT26110001", ChestXRayNumber = "XQ26100087", UltrasoundNumber = "SA26110042";

    /// <summary>Everything the demo shows. Instances are made while they are enumerated.</summary>
    public static IEnumerable<DemoInstance> All(DateTime now, Func<Uid>? newUid = null) =>
        ChestCT(now.AddHours(-2), newUid: newUid).Concat(ChestXRay(now.AddDays(-40), newUid)).Concat(Ultrasound(now.AddHours(-1), newUid: newUid));

    /// <summary>A chest CT, 512 × 512, 16-bit signed, Explicit VR Little Endian: one series of axial slices from the feet side up.</summary>
    public static IEnumerable<DemoInstance> ChestCT(DateTime at, int slices = 64, int size = 512, Func<Uid>? newUid = null)
    {
        newUid ??= Uid.New;
        var study = new StudyTemplate(
            DemoPatient.Phuong, newUid(), at, ChestCTNumber, "CT NGỰC KHÔNG TIÊM THUỐC", "CT", "DEMO", "Phantom CT 64", "DEMO-CT-001", "CTROOM1");
        var phantom = new ChestPhantom(1962);
        var series = newUid();
        var frameOfReference = newUid();
        var spacing = 380.0 / size;
        var thickness = 300.0 / slices;
        for (var slice = 0; slice < slices; slice++)
        {
            var z = -150 + ((slice + 0.5) * thickness);
            var sopInstance = newUid();
            var dataSet = study.NewInstance(Uids.CTImageStorage, sopInstance, series, 2, "Lồng ngực 5.0 B30f", slice + 1);
            dataSet.SetString(Tags.ImageType, "ORIGINAL", "PRIMARY", "AXIAL");
            dataSet.SetString(Tags.BodyPartExamined, "CHEST");
            dataSet.SetString(Tags.PatientPosition, "HFS");
            dataSet.SetString(Tags.KVP, "120");
            dataSet.SetString(Tags.ConvolutionKernel, "B30f");
            dataSet.SetString(Tags.SliceThickness, Decimal(thickness));
            dataSet.SetString(Tags.AcquisitionNumber, "1");
            dataSet.SetString(Tags.FrameOfReferenceUID, frameOfReference.Value);
            dataSet.SetEmpty(Tags.PositionReferenceIndicator);
            dataSet.SetString(Tags.ImagePositionPatient, Decimal(-190 + (spacing / 2)), Decimal(-190 + (spacing / 2)), Decimal(z));
            dataSet.SetString(Tags.ImageOrientationPatient, "1", "0", "0", "0", "1", "0");
            dataSet.SetString(Tags.SliceLocation, Decimal(z));
            dataSet.SetString(Tags.PixelSpacing, Decimal(spacing), Decimal(spacing));
            dataSet.SetString(Tags.RescaleIntercept, "-1024");
            dataSet.SetString(Tags.RescaleSlope, "1");
            dataSet.SetString(Tags.RescaleType, "HU");
            dataSet.SetString(Tags.WindowCenter, "40", "-500");
            dataSet.SetString(Tags.WindowWidth, "400", "1500");
            dataSet.SetString(Tags.WindowCenterWidthExplanation, "MEDIASTINUM", "LUNG");
            var stored = phantom.Slice(z, thickness, size, spacing, noise: 14);
            for (var i = 0; i < stored.Length; i++)
                stored[i] += 1024;
            ImagePixels.Set16Bit(dataSet, size, size, 16, signed: true, "MONOCHROME2", stored);
            yield return new DemoInstance(Uids.CTImageStorage, sopInstance, TransferSyntax.ExplicitVRLittleEndian, dataSet);
        }
    }

    /// <summary>A chest X-ray of the same patient, 12 bits, one view.</summary>
    public static IEnumerable<DemoInstance> ChestXRay(DateTime at, Func<Uid>? newUid = null)
    {
        const int rows = 2000, columns = 1800;
        const double spacing = 0.2;
        newUid ??= Uid.New;
        var study = new StudyTemplate(
            DemoPatient.Phuong, newUid(), at, ChestXRayNumber, "X-QUANG NGỰC THẲNG", "DX", "DEMO", "Phantom DR", "DEMO-DR-001", "XQ1");
        var sopInstance = newUid();
        var dataSet = study.NewInstance(Uids.DigitalXRayImageStorageForPresentation, sopInstance, newUid(), 1, "Ngực thẳng PA", 1);
        dataSet.SetString(Tags.ImageType, "ORIGINAL", "PRIMARY");
        dataSet.SetString(Tags.BodyPartExamined, "CHEST");
        dataSet.SetString(Tags.ViewPosition, "PA");
        DigitalXRay.AddModules(dataSet, spacing, "CHEST");
        dataSet.SetString(Tags.WindowCenter, "2048");
        dataSet.SetString(Tags.WindowWidth, "3600");
        var water = new ChestPhantom(1962).Project(rows, columns, spacing);
        var random = new Random(7);
        var stored = new short[water.Length];
        for (var i = 0; i < stored.Length; i++)
            stored[i] = (short)Math.Clamp((4095 * (1 - Math.Exp(-Math.Max(water[i], 0) / 120))) + ((random.NextDouble() - 0.5) * 60), 0, 4095);
        ImagePixels.Set16Bit(dataSet, rows, columns, 12, signed: false, "MONOCHROME2", stored);
        yield return new DemoInstance(Uids.DigitalXRayImageStorageForPresentation, sopInstance, TransferSyntax.ExplicitVRLittleEndian, dataSet);
    }

    /// <summary>An ultrasound loop, 8 bits, many frames.</summary>
    public static IEnumerable<DemoInstance> Ultrasound(DateTime at, int frames = 30, Func<Uid>? newUid = null)
    {
        const int rows = 480, columns = 640;
        newUid ??= Uid.New;
        var study = new StudyTemplate(
            DemoPatient.Duc, newUid(), at, UltrasoundNumber, "SIÊU ÂM TIM", "US", "DEMO", "Phantom US", "DEMO-US-001", "SIEUAM2");
        var sopInstance = newUid();
        var dataSet = study.NewInstance(Uids.UltrasoundMultiFrameImageStorage, sopInstance, newUid(), 1, "4 buồng từ mỏm", 1);
        dataSet.SetString(Tags.ImageType, "ORIGINAL", "PRIMARY");
        dataSet.SetString(Tags.NumberOfFrames, frames.ToString(CultureInfo.InvariantCulture));
        dataSet.SetString(Tags.FrameTime, "40");
        dataSet.SetEmpty(Tags.Laterality);
        dataSet.SetEmpty(Tags.PatientOrientation);
        dataSet.Set(new DataElement(Tags.FrameIncrementPointer, VR.AT, new byte[] { 0x18, 0x00, 0x63, 0x10 }));
        dataSet.SetString(Tags.LossyImageCompression, "00");
        ImagePixels.Set8Bit(dataSet, rows, columns, "MONOCHROME2", UltrasoundLoop.Draw(rows, columns, frames, seed: 42));
        yield return new DemoInstance(Uids.UltrasoundMultiFrameImageStorage, sopInstance, TransferSyntax.ExplicitVRLittleEndian, dataSet);
    }

    private static string Decimal(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}
