using System.Buffers;
using System.IO.Pipelines;
using System.Security.Cryptography;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Part10;

namespace ImagingGateway.Storage.Ingest;

/// <summary>
/// What one pass over the bytes of a Part 10 file learns: meta group, header, frame places, SHA-256 of the file and of its
/// pixel data. Used while bytes arrive and again, over the spool file, after a restart. Memory is bounded by the header.
/// </summary>
internal sealed class InstanceReading : IDisposable
{
    /// <summary>A meta group that is not whole after this many bytes is none.</summary>
    private const int LongestMeta = 4 << 20;

    /// <summary>Bytes gathered before the meta group is looked for; then twice as many, and so on. What follows it is not copied.</summary>
    private const int FirstLook = 1024;

    private const int Piece = 256 << 10;

    private readonly IncrementalHash _file = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private IncrementalHash? _pixelData;
    private ArrayBufferWriter<byte>? _start = new();
    private FileMetaInformation? _meta;
    private InstanceScanner? _scanner;

    /// <summary>Why the bytes can be no instance; null so far.</summary>
    public IngestOutcome.Refused? Refusal { get; private set; }

    /// <summary>Takes the next bytes of the file. After a refusal they are ignored.</summary>
    /// <param name="bytes">In pieces of any length.</param>
    /// <param name="isLast">Nothing follows.</param>
    public void Push(in ReadOnlySequence<byte> bytes, bool isLast)
    {
        if (Refusal is not null)
            return;
        try
        {
            foreach (var piece in bytes)
            {
                _file.AppendData(piece.Span);
                Read(piece.Span);
            }

            if (_scanner is null && isLast)
                ReadMeta(isLast);
        }
        catch (MalformedDataSetException e)
        {
            Refuse(e);
        }
    }

    /// <summary>Ends the pass. Null when refused, see <see cref="Refusal"/>.</summary>
    public ReadInstance? Complete()
    {
        if (Refusal is not null)
            return null;
        if (_scanner is null || _meta is null)
        {
            Refusal = new IngestOutcome.Refused(IngestRefusal.NotDicom, "The bytes are no DICOM file.");
            return null;
        }

        try
        {
            var scan = _scanner.Complete();
            return new ReadInstance(_meta, scan, Convert.ToHexStringLower(_file.GetHashAndReset()), scan.PixelData is null ? null : _pixelData?.GetHashAndReset());
        }
        catch (MalformedDataSetException e)
        {
            Refuse(e);
            return null;
        }
    }

    /// <summary>Reads a whole file. Null with the reason when it is no instance.</summary>
    public static async Task<(ReadInstance? Read, IngestOutcome.Refused? Refusal)> OfAsync(Stream file, CancellationToken cancellationToken)
    {
        using var reading = new InstanceReading();
        var content = PipeReader.Create(file, new StreamPipeReaderOptions(bufferSize: Piece, minimumReadSize: Piece, leaveOpen: true));
        while (true)
        {
            var result = await content.ReadGatheredAsync(Piece, cancellationToken);
            reading.Push(result.Buffer, result.IsCompleted);
            content.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted)
                break;
        }

        await content.CompleteAsync();
        return (reading.Complete(), reading.Refusal);
    }

    public void Dispose()
    {
        _file.Dispose();
        _pixelData?.Dispose();
    }

    private void Read(ReadOnlySpan<byte> bytes)
    {
        while (_scanner is null && Refusal is null && !bytes.IsEmpty)
        {
            var look = Math.Min(bytes.Length, Math.Max(FirstLook - _start!.WrittenCount, _start.WrittenCount));
            _start.Write(bytes[..look]);
            bytes = bytes[look..];
            ReadMeta(isLast: false);
        }

        _scanner?.Push(bytes);
    }

    private void ReadMeta(bool isLast)
    {
        var start = _start!.WrittenSpan;
        if (!FileMetaInformation.TryRead(start, isLast, out _meta) || _meta is null)
        {
            if (isLast || start.Length > LongestMeta)
                Refusal = new IngestOutcome.Refused(IngestRefusal.NotDicom, "The bytes are no DICOM file: its file meta information does not end.");
            return;
        }

        _scanner = new InstanceScanner(TransferSyntax.Of(_meta.TransferSyntaxUid)) { PixelDataSink = HashPixelData };
        if (start.Length > _meta.DataSetOffset)
            _scanner.Push(start[(int)_meta.DataSetOffset..]);
        _start = null;
    }

    private void HashPixelData(ReadOnlySpan<byte> bytes) =>
        (_pixelData ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA256)).AppendData(bytes);

    private void Refuse(MalformedDataSetException e)
    {
        var where = e.Tag is { } tag ? $"at byte {e.Position}, element {tag}" : $"at byte {e.Position}";
        Refusal = _scanner is null
            ? new IngestOutcome.Refused(IngestRefusal.NotDicom, $"The bytes are no DICOM file ({where}).")
            : new IngestOutcome.Refused(IngestRefusal.CannotUnderstand, $"The data set cannot be read: {e.Message} ({where}).", _meta?.SopClassUid, _meta?.SopInstanceUid);
    }
}
