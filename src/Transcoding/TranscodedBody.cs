using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Pipelines;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Part10;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Retrieve;

namespace ImagingGateway.Transcoding;

/// <summary>An instance in another transfer syntax: the header in memory, the pixels passing through.</summary>
internal sealed class TranscodedBody : IInstanceBody
{
    private static readonly byte[] Pad = [0];

    private readonly TransferSyntax _target;
    private readonly ReadOnlyMemory<byte> _meta;
    private readonly ReadOnlyMemory<byte> _head;
    private readonly PixelStream? _pixels;
    private readonly ReadOnlyMemory<byte> _tail;

    /// <param name="header">The elements before the pixel data.</param>
    /// <param name="pixels">Null when there is no pixel data.</param>
    /// <param name="tail">The elements after it.</param>
    public TranscodedBody(StoredInstance stored, TransferSyntax target, DataSet header, PixelElement? pixels, DataSet tail)
    {
        // the deflater sees the plain bytes and works while they pass
        var plain = target.IsDeflated ? Dicom.Encoding.TransferSyntax.ExplicitVRLittleEndian : target;
        var meta = new ArrayBufferWriter<byte>(512);
        FileMetaInformation.Write(meta, stored.SopClassUid, new Uid(header.GetString(Tags.SOPInstanceUID) ?? stored.SopInstanceUid.Value), target.Uid, null);
        var head = new ArrayBufferWriter<byte>(16 * 1024);
        DataSetWriter.Write(head, header, plain);
        if (pixels is not null)
            WriteElementHeader(head, pixels, plain);
        (_target, _meta, _head, _pixels, _tail) = (target, meta.WrittenMemory, head.WrittenMemory, pixels?.Stream, DataSetWriter.ToArray(tail, plain));
    }

    public Uid TransferSyntax => _target.Uid;

    public long? Length => DataSetLength + _meta.Length;

    public long? DataSetLength
    {
        get
        {
            if (_target.IsDeflated || _pixels is { Length: null })
                return null;
            var pixels = _pixels?.Length ?? 0;
            return _head.Length + pixels + (pixels & 1) + _tail.Length;
        }
    }

    public async Task WriteAsync(PipeWriter output, CancellationToken cancellationToken)
    {
        await output.WriteToClientAsync(_meta, cancellationToken);
        await WriteDataSetAsync(output, cancellationToken);
    }

    public async Task WriteDataSetAsync(PipeWriter output, CancellationToken cancellationToken)
    {
        if (!_target.IsDeflated)
        {
            await WritePlainAsync(output, cancellationToken);
            return;
        }

        // PS3.5 A.5: raw deflate, padded to even length with a NUL
        await using var sink = new PipeWriterStream(output);
        await using (var deflater = new DeflateStream(sink, CompressionLevel.Fastest, leaveOpen: true))
        {
            var plain = PipeWriter.Create(deflater, new StreamPipeWriterOptions(minimumBufferSize: 64 * 1024, leaveOpen: true));
            await WritePlainAsync(plain, cancellationToken);
            await plain.CompleteAsync();
        }

        await output.WriteToClientAsync(Pad.AsMemory(0, (int)(sink.Written & 1)), cancellationToken);
        await output.FlushToClientAsync(cancellationToken);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task WritePlainAsync(PipeWriter output, CancellationToken cancellationToken)
    {
        await output.WriteToClientAsync(_head, cancellationToken);
        if (_pixels is not null)
        {
            await _pixels.WriteAsync(output, cancellationToken);
            if (_pixels.Length is { } length && (length & 1) == 1)
                await output.WriteToClientAsync(Pad, cancellationToken);
        }

        await output.WriteToClientAsync(_tail, cancellationToken);
    }

    // PS3.5 7.1.2, 7.1.3, A.4: tag, VR and two reserved bytes where explicit, 32-bit length, undefined for fragments
    private static void WriteElementHeader(ArrayBufferWriter<byte> output, PixelElement element, TransferSyntax syntax)
    {
        var length = element.Stream.Length is { } known ? (uint)(known + (known & 1)) : uint.MaxValue;
        var span = output.GetSpan(12);
        var at = 0;
        void Short(Span<byte> bytes, ushort value)
        {
            if (syntax.IsBigEndian)
                BinaryPrimitives.WriteUInt16BigEndian(bytes, value);
            else
                BinaryPrimitives.WriteUInt16LittleEndian(bytes, value);
        }

        Short(span, element.Tag.Group);
        Short(span[2..], element.Tag.Element);
        if (syntax.IsExplicitVR)
        {
            BinaryPrimitives.WriteUInt16BigEndian(span[4..], element.VR.Code);
            Short(span[6..], 0);
            at = 4;
        }

        if (syntax.IsBigEndian)
            BinaryPrimitives.WriteUInt32BigEndian(span[(4 + at)..], length);
        else
            BinaryPrimitives.WriteUInt32LittleEndian(span[(4 + at)..], length);
        output.Advance(8 + at);
    }
}
