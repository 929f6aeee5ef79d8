namespace ImagingGateway.Dicom.Encoding;

/// <summary>
/// A push reader for one composite instance of any size: bytes in as they arrive, in pieces of any length; out comes the
/// header with large values left as references, the frame index, and the deviations. Memory is bounded by the header,
/// never by the pixel data. One instance per object received; not reusable, not thread safe.
/// </summary>
public sealed class InstanceScanner
{
    /// <param name="syntax">Coding of the data set.</param>
    /// <param name="bulkThreshold">Values longer than this many bytes become <see cref="DataSets.BulkReference"/>s.</param>
    public InstanceScanner(TransferSyntax syntax, int bulkThreshold = 1024)
    {
        Syntax = syntax;
        BulkThreshold = bulkThreshold;
    }

    public TransferSyntax Syntax { get; }

    public int BulkThreshold { get; }

    /// <summary>
    /// Is given the bytes of the top-level pixel data value (integer, float or double float) in order as they pass, inflated for the
    /// deflated syntax: just the bytes that <see cref="PixelDataLayout.Offset"/> and <see cref="PixelDataLayout.Length"/> name. Ingest hashes them.
    /// </summary>
    public PixelDataSink? PixelDataSink { get; init; }

    /// <summary>Takes the next bytes of the data set.</summary>
    /// <exception cref="MalformedDataSetException">What came so far cannot be a data set.</exception>
    public void Push(ReadOnlySpan<byte> bytes) => throw new NotImplementedException();

    /// <summary>Says that the data set ended.</summary>
    /// <exception cref="MalformedDataSetException">It ended inside an element before any usable header was read.</exception>
    public InstanceScan Complete() => throw new NotImplementedException();
}
