using System.Buffers;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.Part10;

/// <summary>Preamble and file meta information (PS3.10 7.1).</summary>
/// <param name="SopClassUid">Media Storage SOP Class UID; empty when absent.</param>
/// <param name="SopInstanceUid">Media Storage SOP Instance UID; empty when absent.</param>
/// <param name="TransferSyntaxUid">Coding of the data set that follows; guessed when there is no meta group.</param>
/// <param name="DataSetOffset">First byte of the data set in the file.</param>
public sealed record FileMetaInformation(Uid SopClassUid, Uid SopInstanceUid, Uid TransferSyntaxUid, long DataSetOffset)
{
    /// <summary>Writes preamble, prefix and meta group for a data set received over the network; returns the bytes written,
    /// which is the data set's offset in the file.</summary>
    public static int Write(IBufferWriter<byte> output, Uid sopClassUid, Uid sopInstanceUid, Uid transferSyntaxUid, AETitle? source) =>
        FileMetaWriter.Write(output, sopClassUid, sopInstanceUid, transferSyntaxUid, source);

    /// <summary>Reads the beginning of a file: with preamble, without preamble, or a bare data set (implicit or explicit, guessed).</summary>
    /// <param name="start">The file's first bytes.</param>
    /// <param name="isWholeFile">No more bytes will come.</param>
    /// <param name="meta">The result.</param>
    /// <returns>False when more bytes are needed.</returns>
    /// <exception cref="Encoding.MalformedDataSetException">This is no DICOM file.</exception>
    public static bool TryRead(ReadOnlySpan<byte> start, bool isWholeFile, out FileMetaInformation? meta) =>
        FileMetaReader.TryRead(start, isWholeFile, out meta);
}
