using System.Buffers;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.Part10;

/// <summary>Writes preamble, prefix and meta group (PS3.10 7.1).</summary>
internal static class FileMetaWriter
{
    private const int PreambleLength = 128;

    public static int Write(IBufferWriter<byte> output, Uid sopClassUid, Uid sopInstanceUid, Uid transferSyntaxUid, AETitle? source)
    {
        var meta = new DataSet(8)
            .SetInteger(Tags.FileMetaInformationGroupLength, 0) // the writer puts in what it is
            .Set(new DataElement(Tags.FileMetaInformationVersion, VR.OB, new byte[] { 0, 1 }))
            .SetString(Tags.MediaStorageSOPClassUID, sopClassUid.Value)
            .SetString(Tags.MediaStorageSOPInstanceUID, sopInstanceUid.Value)
            .SetString(Tags.TransferSyntaxUID, transferSyntaxUid.Value)
            .SetString(Tags.ImplementationClassUID, Implementation.ClassUid.Value)
            .SetString(Tags.ImplementationVersionName, Implementation.VersionName);
        if (source is { } title)
            meta.SetString(Tags.SourceApplicationEntityTitle, title.Value);

        var preamble = output.GetSpan(PreambleLength + 4)[..(PreambleLength + 4)];
        preamble.Clear();
        "DICM"u8.CopyTo(preamble[PreambleLength..]);
        output.Advance(preamble.Length);
        return PreambleLength + 4 + (int)DataSetWriter.Write(output, meta, TransferSyntax.ExplicitVRLittleEndian, DataSetWriteOptions.Canonical);
    }
}
