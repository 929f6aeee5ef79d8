using System.Buffers;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.DicomGateway.Tests;

/// <summary>A small CT instance made for a test.</summary>
public sealed record TestInstance(Uid StudyInstanceUid, Uid SeriesInstanceUid, Uid SopInstanceUid)
{
    public Uid SopClassUid { get; init; } = Uids.CTImageStorage;

    public string PatientName { get; init; } = "NGUYỄN^VĂN^AN";

    /// <summary>The name as bytes under no character set, instead of <see cref="PatientName"/>.</summary>
    public byte[]? UndeclaredName { get; init; }

    public string PatientId { get; init; } = "BN0001";

    public string StudyDate { get; init; } = "20261123";

    public int InstanceNumber { get; init; } = 1;

    public int Rows { get; init; } = 16;

    public TransferSyntax Syntax { get; init; } = TransferSyntax.ExplicitVRLittleEndian;

    public static TestInstance New() => new(Uid.New(), Uid.New(), Uid.New());

    /// <summary>Several slices of one series.</summary>
    public static TestInstance[] Series(int count)
    {
        var first = New();
        return [.. Enumerable.Range(1, count).Select(number => first with { SopInstanceUid = Uid.New(), InstanceNumber = number })];
    }

    /// <summary>The data set in <see cref="Syntax"/>.</summary>
    public byte[] ToBytes()
    {
        var output = new ArrayBufferWriter<byte>();
        var dataSet = ToDataSet();
        if (UndeclaredName is { } name)
        {
            dataSet.Remove(Tags.SpecificCharacterSet);
            dataSet.Set(new DataElement(Tags.PatientName, VR.PN, name));
        }

        DataSetWriter.Write(output, dataSet, Syntax);
        return output.WrittenSpan.ToArray();
    }

    private DataSet ToDataSet() => new DataSet()
        .SetString(Tags.SpecificCharacterSet, "ISO_IR 192")
        .SetString(Tags.SOPClassUID, SopClassUid.Value)
        .SetString(Tags.SOPInstanceUID, SopInstanceUid.Value)
        .SetString(Tags.StudyDate, StudyDate)
        .SetString(Tags.AccessionNumber, "ACC1")
        .SetString(Tags.Modality, "CT")
        .SetString(Tags.PatientName, PatientName)
        .SetString(Tags.PatientID, PatientId)
        .SetString(Tags.StudyInstanceUID, StudyInstanceUid.Value)
        .SetString(Tags.SeriesInstanceUID, SeriesInstanceUid.Value)
        .SetString(Tags.InstanceNumber, InstanceNumber.ToString(System.Globalization.CultureInfo.InvariantCulture))
        .SetInteger(Tags.SamplesPerPixel, 1)
        .SetString(Tags.PhotometricInterpretation, "MONOCHROME2")
        .SetInteger(Tags.Rows, Rows)
        .SetInteger(Tags.Columns, 16)
        .SetInteger(Tags.BitsAllocated, 16)
        .SetInteger(Tags.BitsStored, 12)
        .SetInteger(Tags.HighBit, 11)
        .SetInteger(Tags.PixelRepresentation, 0)
        .Set(new DataElement(Tags.PixelData, VR.OW, Enumerable.Range(0, Rows * 32).Select(i => (byte)(i % 2 == 0 ? i : i % 16)).ToArray()));
}
