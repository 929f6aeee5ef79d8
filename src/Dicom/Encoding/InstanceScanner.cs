using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.Encoding;

/// <summary>
/// A push reader for one composite instance of any size: bytes in as they arrive, in pieces of any length; out comes the
/// header with large values left as references, the frame index, and the deviations. Memory is bounded by the header,
/// never by the pixel data. One instance per object received; not reusable, not thread safe.
/// </summary>
public sealed class InstanceScanner : IDisposable
{
    private const int ExpectedElements = 48;

    private DataSetParser? _parser;
    private PushInflater? _inflater;
    private long _pushed;

    /// <param name="syntax">Coding of the data set.</param>
    /// <param name="bulkThreshold">Values longer than this many bytes become <see cref="DataSets.BulkReference"/>s; text of representations
    /// that DICOM JSON cannot put behind a URI (PS3.18 F.2.2) does so only above 65535 bytes.</param>
    public InstanceScanner(TransferSyntax syntax, int bulkThreshold = 1024)
    {
        Syntax = syntax;
        BulkThreshold = bulkThreshold;
    }

    /// <summary>Coding of the data set.</summary>
    public TransferSyntax Syntax { get; }

    /// <summary>Longer values become references, in bytes.</summary>
    public int BulkThreshold { get; }

    /// <summary>Bounds on the memory the header may take.</summary>
    public DataSetLimits Limits { get; init; } = DataSetLimits.Default;

    /// <summary>
    /// Is given the bytes of the top-level pixel data value (integer, float or double float) in order as they pass, inflated for the
    /// deflated syntax: just the bytes that <see cref="PixelDataLayout.Offset"/> and <see cref="PixelDataLayout.Length"/> name. Ingest hashes them.
    /// </summary>
    public PixelDataSink? PixelDataSink { get; init; }

    /// <summary>Stops at the first top-level element with this tag or a later one, which is left out with all that follows; null reads to the end.</summary>
    public Tag? StopBefore { get; init; }

    /// <summary>The element to stop before was met: further bytes change nothing, <see cref="Complete"/> may follow.</summary>
    public bool IsStopped => _parser?.IsStopped ?? false;

    /// <summary>Takes the next bytes of the data set.</summary>
    /// <exception cref="MalformedDataSetException">What came so far cannot be a data set.</exception>
    public void Push(ReadOnlySpan<byte> bytes)
    {
        var parser = _parser ??= Begin();
        _pushed += bytes.Length;
        if (_inflater is { } inflater)
            inflater.Push(bytes);
        else
            parser.Push(bytes);
    }

    /// <summary>Says that the data set ended.</summary>
    /// <exception cref="MalformedDataSetException">It ended inside an element before any usable header (one with a SOP Instance UID) was read.</exception>
    public InstanceScan Complete()
    {
        var parser = _parser ??= Begin();
        var isCut = false;
        if (_inflater is { } inflater)
        {
            isCut = !inflater.Complete() && !parser.IsStopped;
            if (inflater.Flaw is { } flaw)
                parser.Deviations.Add(0, default, "PS3.5 A.5", flaw);
            Dispose();
        }

        parser.Complete();
        var isTruncated = parser.IsTruncated || isCut;
        if ((parser.IsCut || isCut) && !parser.Root.Contains(Tags.SOPInstanceUID))
            throw new MalformedDataSetException($"The data set ends inside an element before its SOP Instance UID was read (byte {parser.Position}).", parser.Position);
        return new InstanceScan(parser.Root, parser.PixelData, _pushed, isTruncated, parser.Found);
    }

    /// <summary>Frees the inflater of an abandoned deflated data set; nothing else needs it.</summary>
    public void Dispose() => _inflater?.Dispose();

    private DataSetParser Begin()
    {
        var parser = new DataSetParser(Syntax, new DataSetParserOptions(Limits, BulkThreshold, PixelDataSink, ExpectedElements, StopBefore));
        if (Syntax.IsDeflated)
            _inflater = new PushInflater(Limits.MaxInflatedBytes, parser.Push);
        return parser;
    }
}
