using System.Buffers;
using System.Buffers.Binary;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Part10;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Imaging.Codecs;
using ImagingGateway.Storage.Retrieve;

namespace ImagingGateway.Viewer.Api.DicomWeb.Retrieve;

/// <summary>
/// Prepares instances for sending: as stored, or in Explicit VR Little Endian for clients that named no transfer syntax
/// (PS3.18 8.7.3.5.2). What cannot be converted is known before the first byte.
/// </summary>
internal sealed class InstanceConverter(IInstanceRetrieve retrieve, FrameSamples samples)
{
    private const long LongestTail = 1 << 20;
    private static readonly TransferSyntax Target = TransferSyntax.ExplicitVRLittleEndian;

    public async Task<IInstanceBody> AsStoredAsync(StoredInstance stored, CancellationToken cancellationToken) =>
        new StoredBody(stored, await retrieve.OpenFileAsync(stored, cancellationToken));

    /// <exception cref="UndecodableFrameException">The pixels cannot be decoded.</exception>
    /// <exception cref="MalformedDataSetException">The header cannot be read again.</exception>
    public async Task<IInstanceBody> ConvertAsync(StoredInstance stored, CancellationToken cancellationToken)
    {
        var found = new FoundInstance(stored, await retrieve.FramesAsync(stored, cancellationToken));
        var whole = await retrieve.HeaderAsync(stored, cancellationToken);
        var (tag, value) = await FindPixelsAsync(stored, cancellationToken);
        var header = CopyOf(whole, tag);
        if (value is null)
            return Compose(stored, header, null, default);
        var vr = whole[tag]?.VR ?? VR.OW;
        PixelStream pixels = found.Syntax.IsEncapsulated && value.IsEncapsulated
            ? await DecodeAsync(found, header, cancellationToken)
            : new PixelStream.Native(retrieve, stored, value, SwapUnit(found.Syntax, header, vr));
        if (pixels is PixelStream.Decoded)
            vr = header.GetInteger(Tags.BitsAllocated) > 8 ? VR.OW : VR.OB;

        // PS3.5 7.1.2: a native value longer than 32 bits can say does not exist
        if (pixels.Length > uint.MaxValue - 1)
            throw new UndecodableFrameException("uncompressed, the pixel data would be longer than 4 GiB.");
        var tail = await ReadTailAsync(stored, value, tag, found.Syntax, cancellationToken);
        return Compose(stored, header, new PixelElement(tag, vr, pixels), tail);
    }

    private async Task<PixelStream> DecodeAsync(FoundInstance found, DataSet header, CancellationToken cancellationToken)
    {
        if (found.FrameCount == 0)
            throw new UndecodableFrameException("the instance has compressed pixel data but no frame in it.");
        var first = await samples.DecodeInterleavedAsync(found, 1, cancellationToken);
        var pixels = first.Description;
        header.SetInteger(Tags.SamplesPerPixel, pixels.SamplesPerPixel);
        header.SetString(Tags.PhotometricInterpretation, pixels.PhotometricInterpretation);
        if (pixels.SamplesPerPixel > 1)
            header.SetInteger(Tags.PlanarConfiguration, 0);
        header.SetInteger(Tags.BitsAllocated, pixels.BitsAllocated);
        header.SetInteger(Tags.BitsStored, pixels.BitsStored);
        header.SetInteger(Tags.HighBit, pixels.HighBit);

        // PS3.3 C.7.6.3.1.8: offset tables belong to encapsulated data
        header.Remove(Tags.ExtendedOffsetTable);
        header.Remove(Tags.ExtendedOffsetTableLengths);

        // PS3.3 C.7.6.1.1.5: what was lossy once stays marked; encoders of these two forget it most often
        if (found.Syntax.Uid.Value is "1.2.840.10008.1.2.4.50" or "1.2.840.10008.1.2.4.51")
            header.SetString(Tags.LossyImageCompression, "01");
        return new PixelStream.Decoded(found, first, (number, token) => samples.DecodeInterleavedAsync(found, number, token));
    }

    /// <summary>Headers are shared by requests; this one is changed.</summary>
    private static DataSet CopyOf(DataSet header, Tag pixels)
    {
        var copy = new DataSet();
        foreach (var element in header)
        {
            if (element.Tag.IsGroupLength || element.Tag == pixels)
                continue;

            // an icon may be compressed by itself (PS3.5 A.4), which a native syntax does not allow; it is no loss
            if (element.Tag == Tags.IconImageSequence && HoldsStreamed(element))
                continue;
            if (HoldsStreamed(element))
                throw new UndecodableFrameException($"the value of {element.Tag} cannot be converted.");
            copy.Set(element);
        }

        return copy;
    }

    /// <summary>Somewhere in the element is a value that no native writer can write: left in the object, or in fragments.</summary>
    private static bool HoldsStreamed(DataElement element) =>
        element.Bulk is not null || element.Fragments is not null || (element.Items?.Exists(item => item.Any(HoldsStreamed)) ?? false);

    private static ConvertedBody Compose(StoredInstance stored, DataSet header, PixelElement? element, ReadOnlyMemory<byte> tail)
    {
        var head = new ArrayBufferWriter<byte>(16 * 1024);
        FileMetaInformation.Write(head, stored.SopClassUid, stored.SopInstanceUid, Target.Uid, null);
        DataSetWriter.Write(head, header, Target);
        if (element is null)
            return new ConvertedBody(Target.Uid, head.WrittenMemory, null, default);
        WriteElementHeader(head, element);
        return new ConvertedBody(Target.Uid, head.WrittenMemory, element.Pixels, tail);
    }

    // PS3.5 7.1.2, table 7.1-1: tag, VR, two reserved bytes, 32-bit length
    private static void WriteElementHeader(ArrayBufferWriter<byte> output, PixelElement element)
    {
        var span = output.GetSpan(12)[..12];
        BinaryPrimitives.WriteUInt16LittleEndian(span, element.Tag.Group);
        BinaryPrimitives.WriteUInt16LittleEndian(span[2..], element.Tag.Element);
        BinaryPrimitives.WriteUInt16BigEndian(span[4..], element.VR.Code);
        BinaryPrimitives.WriteUInt16LittleEndian(span[6..], 0);
        BinaryPrimitives.WriteUInt32LittleEndian(span[8..], (uint)(element.Pixels.Length + (element.Pixels.Length & 1)));
        output.Advance(12);
    }

    /// <summary>The pixel data, integer or floating (PS3.3 C.7.6.3, C.7.6.24, C.7.6.25).</summary>
    private async Task<(Tag Tag, BulkReference? Value)> FindPixelsAsync(StoredInstance stored, CancellationToken cancellationToken)
    {
        foreach (var tag in new[] { Tags.PixelData, Tags.FloatPixelData, Tags.DoubleFloatPixelData })
        {
            if (await retrieve.BulkDataAsync(stored, tag.ToHex(), cancellationToken) is { } value)
                return (tag, value);
        }

        return default;
    }

    /// <summary>The elements after the pixel data (padding, signatures) in the target syntax.</summary>
    private async Task<ReadOnlyMemory<byte>> ReadTailAsync(StoredInstance stored, BulkReference value, Tag after, TransferSyntax syntax, CancellationToken cancellationToken)
    {
        // a fragment sequence is followed by its delimiter item (PS3.5 A.4); a deflated data set does not tell its inflated length
        var start = value.Offset + value.Length + (value.IsEncapsulated ? 8 : 0);
        var room = syntax.IsDeflated ? LongestTail : stored.DataSetLength - start;
        if (room is <= 8 or > LongestTail)
            return default;
        await using var source = await retrieve.OpenDataSetRangeAsync(stored, start, room, inflate: true, cancellationToken);
        using var bytes = new MemoryStream();
        await source.CopyToAsync(bytes, cancellationToken);
        var plain = syntax.IsDeflated ? TransferSyntax.ExplicitVRLittleEndian : syntax;
        var tail = new DataSet();
        foreach (var element in DataSetReader.Read(bytes.ToArray(), plain))
        {
            if (element.Tag > after && !element.Tag.IsGroupLength)
                tail.Set(element);
        }

        return DataSetWriter.ToArray(tail, Target);
    }

    private static int SwapUnit(TransferSyntax syntax, DataSet header, VR vr)
    {
        if (!syntax.IsBigEndian && syntax != TransferSyntax.PrivateGEImplicitBigEndianPixels)
            return 1;

        // samples of 32 bits in OW are swapped whole: so do the writers of such files, against the letter of PS3.5 7.3
        var bits = header.GetInteger(Tags.BitsAllocated) ?? 16;
        return vr == VR.OW && bits > 16 ? (int)(bits / 8) : vr.UnitSize;
    }

    private sealed record PixelElement(Tag Tag, VR VR, PixelStream Pixels);
}
