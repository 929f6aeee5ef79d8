using System.Buffers.Binary;
using System.Globalization;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Demo;

/// <summary>Small studies for claims: what the tariff asks for stands in the headers, the pictures show the body part and differ.</summary>
internal sealed class ClaimStudies(Func<Uid> newUid)
{
    private const int Side = 128;
    private const int Slices = 3;
    private const int Thickness = 5;

    private readonly Dictionary<string, ClaimBody> _bodies = [];
    private readonly Dictionary<(string BodyPart, bool IsFromTheSide), short[]> _projections = [];
    private byte[]? _ultrasound;

    /// <param name="picture">Pictures of the same number are the same, pixel for pixel.</param>
    /// <param name="fault">What is wrong with the images; faults of the claim change nothing here.</param>
    public IEnumerable<DemoInstance> Make(ClaimExam exam, int picture, ClaimFault? fault)
    {
        var service = exam.Service;
        var (modality, sopClass) = fault == ClaimFault.Modality ? ("US", Uids.UltrasoundImageStorage) : (service.Modality, service.SopClassUid);
        var (bodyPart, description) = fault == ClaimFault.BodyPart ? ("HAND", "BÀN TAY") : (service.BodyPart, service.Description);
        var study = new StudyTemplate(
            exam.Patient, newUid(), exam.Start, exam.Accession, description, modality, "DEMO", service.Model, fault == ClaimFault.Device ? "XX-9999" : service.Serial, service.Modality + "ROOM");
        var views = fault == ClaimFault.Views ? service.Views[..1] : service.Modality is "CT" or "MR" ? [.. Enumerable.Repeat(service.Views[0], Slices)] : service.Views;
        var (series, frameOfReference) = (newUid(), newUid());
        foreach (var (index, view) in views.Index())
        {
            var sopInstance = newUid();
            var dataSet = study.NewInstance(sopClass, sopInstance, series, 1, description, index + 1);
            var at = exam.Start.AddMinutes(views.Length > 1 ? (double)service.Minutes * index / (views.Length - 1) : 0);
            dataSet.SetString(Tags.AcquisitionDate, at.ToString("yyyyMMdd", CultureInfo.InvariantCulture));
            dataSet.SetString(Tags.AcquisitionTime, at.ToString("HHmmss", CultureInfo.InvariantCulture));
            dataSet.SetString(Tags.ImageType, "ORIGINAL", "PRIMARY");
            dataSet.SetString(Tags.BodyPartExamined, bodyPart);
            AddClass(dataSet, service, fault);
            if (service.Modality is "DX" or "CR")
                dataSet.SetString(Tags.ViewPosition, view);
            AddModules(dataSet, modality, bodyPart, frameOfReference, index);
            Draw(dataSet, modality, bodyPart, view, picture, index);
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

    /// <summary>What the IOD of the modality demands beside what claims are checked for (PS3.3 annex A).</summary>
    private void AddModules(DataSet dataSet, string modality, string bodyPart, Uid frameOfReference, int index)
    {
        if (modality == "DX")
        {
            DigitalXRay.AddModules(dataSet, BodyOf(bodyPart).Spacing, bodyPart);
            return;
        }

        if (bodyPart is "KNEE" or "HAND")
            dataSet.SetEmpty(Tags.Laterality);
        if (modality is not ("CT" or "MR"))
        {
            dataSet.SetEmpty(Tags.PatientOrientation);
            return;
        }

        dataSet.SetString(Tags.ImageType, "ORIGINAL", "PRIMARY", modality == "CT" ? "AXIAL" : "OTHER");
        dataSet.SetString(Tags.PatientPosition, "HFS");
        dataSet.SetString(Tags.FrameOfReferenceUID, frameOfReference.Value);
        dataSet.SetEmpty(Tags.PositionReferenceIndicator);
        var corner = (-BodyOf(bodyPart).Spacing * (Side - 1) / 2).ToString(CultureInfo.InvariantCulture);
        dataSet.SetString(Tags.ImagePositionPatient, corner, corner, (index * Thickness).ToString(CultureInfo.InvariantCulture));
        dataSet.SetString(Tags.ImageOrientationPatient, "1", "0", "0", "0", "1", "0");
        dataSet.SetString(Tags.SliceThickness, Thickness.ToString(CultureInfo.InvariantCulture));
        dataSet.SetString(Tags.AcquisitionNumber, "1");
        if (modality == "CT")
        {
            dataSet.SetString(Tags.KVP, "120");
            return;
        }

        dataSet.SetString(Tags.ScanningSequence, "SE");
        dataSet.SetString(Tags.SequenceVariant, "NONE");
        dataSet.SetEmpty(Tags.ScanOptions);
        dataSet.SetString(Tags.MRAcquisitionType, "2D");
        dataSet.SetString(Tags.RepetitionTime, "500");
        dataSet.SetString(Tags.EchoTime, "15");
        dataSet.SetString(Tags.EchoTrainLength, "1");
    }

    private void Draw(DataSet dataSet, string modality, string bodyPart, string view, int picture, int index)
    {
        var number = (picture * Slices) + index;
        if (modality == "US")
        {
            byte[] bytes = [.. _ultrasound ??= UltrasoundLoop.Draw(Side, Side, 1, seed: 7)];
            BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
            ImagePixels.Set8Bit(dataSet, Side, Side, "MONOCHROME2", bytes);
            return;
        }

        var body = BodyOf(bodyPart);
        var isProjection = modality is "DX" or "CR";
        var samples = isProjection ? [.. Projection(bodyPart, isFromTheSide: view == "LL")]
            : body.Phantom.Slice(body.FromZ + (picture * 1.11 % (body.ToZ - body.FromZ)) + (index * Thickness), Thickness, Side, body.Spacing, noise: 14);
        if (!isProjection)
            for (var i = 0; i < samples.Length; i++)
                samples[i] += 1024;
        // the number itself stands in the corner: no two pictures are the same by chance
        (samples[0], samples[1]) = ((short)(number % 4000), (short)(number / 4000));
        dataSet.SetString(Tags.RescaleIntercept, isProjection ? "0" : "-1024");
        dataSet.SetString(Tags.RescaleSlope, "1");
        dataSet.SetString(Tags.RescaleType, modality == "CT" ? "HU" : "US");
        dataSet.SetString(Tags.WindowCenter, isProjection ? "2048" : "-200");
        dataSet.SetString(Tags.WindowWidth, isProjection ? "3600" : "1400");
        var spacing = body.Spacing.ToString(CultureInfo.InvariantCulture);
        dataSet.SetString(Tags.PixelSpacing, spacing, spacing);
        ImagePixels.Set16Bit(dataSet, Side, Side, 12, signed: false, "MONOCHROME2", samples);
    }

    private short[] Projection(string bodyPart, bool isFromTheSide)
    {
        if (_projections.TryGetValue((bodyPart, isFromTheSide), out var known))
            return known;
        var body = BodyOf(bodyPart);
        var water = (isFromTheSide ? body.Phantom.FromTheSide() : body.Phantom).Project(Side, Side, body.Spacing);
        return _projections[(bodyPart, isFromTheSide)] = [.. water.Select(depth => (short)Math.Clamp(4095 * (1 - Math.Exp(-Math.Max(depth, 0) / body.Attenuation)), 0, 4095))];
    }

    private ClaimBody BodyOf(string bodyPart) => _bodies.TryGetValue(bodyPart, out var known) ? known : _bodies[bodyPart] = ClaimBody.Of(bodyPart);
}
