using System.Globalization;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Demo;

/// <summary>Tiny studies for claims: what the tariff asks for stands in the headers, the pictures only have to differ.</summary>
internal sealed class ClaimStudies
{
    private const int Side = 64;
    private const double Spacing = 6;
    private const int Slices = 3;

    private readonly ChestPhantom _phantom = new(1962);
    private short[]? _projection;

    /// <param name="picture">Pictures of the same number are the same, pixel for pixel.</param>
    /// <param name="fault">What is wrong with the images; faults of the claim change nothing here.</param>
    public IEnumerable<DemoInstance> Make(ClaimExam exam, int picture, ClaimFault? fault)
    {
        var service = exam.Service;
        var (modality, sopClass) = fault == ClaimFault.Modality ? ("US", Uids.UltrasoundImageStorage) : (service.Modality, service.SopClassUid);
        var (bodyPart, description) = fault == ClaimFault.BodyPart ? ("HAND", "BÀN TAY") : (service.BodyPart, service.Description);
        var study = new StudyTemplate(
            exam.Patient, Uid.New(), exam.Start, exam.Accession, description, modality, "DEMO", service.Model, fault == ClaimFault.Device ? "XX-9999" : service.Serial, service.Modality + "ROOM");
        var views = fault == ClaimFault.Views ? service.Views[..1] : service.Modality is "CT" or "MR" ? [.. Enumerable.Repeat(service.Views[0], Slices)] : service.Views;
        var series = Uid.New();
        foreach (var (index, view) in views.Index())
        {
            var sopInstance = Uid.New();
            var dataSet = study.NewInstance(sopClass, sopInstance, series, 1, description, index + 1);
            var at = exam.Start.AddMinutes(views.Length > 1 ? (double)service.Minutes * index / (views.Length - 1) : 0);
            dataSet.SetString(Tags.AcquisitionDate, at.ToString("yyyyMMdd", CultureInfo.InvariantCulture));
            dataSet.SetString(Tags.AcquisitionTime, at.ToString("HHmmss", CultureInfo.InvariantCulture));
            dataSet.SetString(Tags.ImageType, "ORIGINAL", "PRIMARY");
            dataSet.SetString(Tags.BodyPartExamined, bodyPart);
            AddClass(dataSet, service, fault);
            if (service.Modality is "DX" or "CR")
                dataSet.SetString(Tags.ViewPosition, view);
            Draw(dataSet, service.Modality, (picture * Slices) + index);
            yield return new DemoInstance(sopClass, sopInstance, TransferSyntax.ExplicitVRLittleEndian, dataSet);
        }
    }

    private static void AddClass(DataSet dataSet, DemoService service, ClaimFault? fault)
    {
        if (service.DetectorRows is { } rows)
        {
            dataSet.SetNumber(Tags.SingleCollimationWidth, 0.625);
            dataSet.SetNumber(Tags.TotalCollimationWidth, 0.625 * (fault == ClaimFault.DetectorRows ? 16 : rows));
        }

        if (service.FieldStrength is { } tesla)
            dataSet.SetString(Tags.MagneticFieldStrength, (fault == ClaimFault.FieldStrength ? 0.4 : tesla).ToString(CultureInfo.InvariantCulture));
        if (service.Contrast == true && fault != ClaimFault.Contrast)
            dataSet.SetString(Tags.ContrastBolusAgent, "IOHEXOL 300");
    }

    private void Draw(DataSet dataSet, string modality, int number)
    {
        var isProjection = modality is "DX" or "CR";
        var samples = isProjection ? [.. Projection()] : _phantom.Slice(-120 + (number * 0.37 % 240), 5, Side, Spacing, noise: 14);
        if (!isProjection)
            for (var i = 0; i < samples.Length; i++)
                samples[i] += 1024;
        // the number itself stands in the corner: no two pictures are the same by chance
        (samples[0], samples[1]) = ((short)(number % 4000), (short)(number / 4000));
        dataSet.SetString(Tags.RescaleIntercept, isProjection ? "0" : "-1024");
        dataSet.SetString(Tags.RescaleSlope, "1");
        dataSet.SetString(Tags.WindowCenter, isProjection ? "2048" : "-200");
        dataSet.SetString(Tags.WindowWidth, isProjection ? "3600" : "1400");
        dataSet.SetString(Tags.PixelSpacing, "6", "6");
        ImagePixels.Set16Bit(dataSet, Side, Side, 12, signed: false, "MONOCHROME2", samples);
    }

    private short[] Projection() => _projection ??=
        [.. _phantom.Project(Side, Side, Spacing).Select(water => (short)Math.Clamp(4095 * (1 - Math.Exp(-Math.Max(water, 0) / 120)), 0, 4095))];
}
