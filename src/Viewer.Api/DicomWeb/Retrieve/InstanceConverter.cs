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
    private static readonly TransferSyntax Target = TransferSyntax.ExplicitVRLittleEndian;

    public async Task<IInstanceBody> AsStoredAsync(StoredInstance stored, CancellationToken cancellationToken) =>
        new StoredBody(stored, await retrieve.OpenFileAsync(stored, cancellationToken));

    /// <exception cref="UndecodableFrameException">The pixels cannot be decoded.</exception>
    /// <exception cref="MalformedDataSetException">The header cannot be read again.</exception>
    public async Task<IInstanceBody> ConvertAsync(StoredInstance stored, CancellationToken cancellationToken)
    {
        var found = new FoundInstance(stored, await retrieve.FramesAsync(stored, cancellationToken));
        var header = await retrieve.HeaderAsync(stored, cancellationToken);
        PixelStream? pixels = null;
        var element = StreamedElement(header);
        if (element is not null && found.Syntax.IsEncapsulated)
            pixels = await DecodeAsync(found, header, cancellationToken);
        else if (element?.Bulk is { } value)
            pixels = new PixelStream.Native(retrieve, stored, value, SwapUnit(found.Syntax, header, element));

        // PS3.5 7.1.2: a native value longer than 32 bits can say does not exist
        if (pixels is { Length: > uint.MaxValue - 1 })
            throw new UndecodableFrameException("uncompressed, the pixel data would be longer than 4 GiB.");
        return Compose(stored, header, element, pixels);
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

        // PS3.3 C.7.6.3.1.8: offset tables belong to encapsulated data; an icon may be compressed by itself (PS3.5 A.4)
        header.Remove(Tags.ExtendedOffsetTable);
        header.Remove(Tags.ExtendedOffsetTableLengths);
        if (header.GetItems(Tags.IconImageSequence).Any(item => item[Tags.PixelData] is { } icon && (icon.Fragments ?? (object?)icon.Bulk) is not null))
            header.Remove(Tags.IconImageSequence);

        // PS3.3 C.7.6.1.1.5: what was lossy once stays marked; encoders of these two forget it most often
        if (found.Syntax.Uid.Value is "1.2.840.10008.1.2.4.50" or "1.2.840.10008.1.2.4.51")
            header.SetString(Tags.LossyImageCompression, "01");
        return new PixelStream.Decoded(found, first, (number, token) => samples.DecodeInterleavedAsync(found, number, token));
    }

    private static ConvertedBody Compose(StoredInstance stored, DataSet header, DataElement? streamed, PixelStream? pixels)
    {
        var before = new DataSet();
        var after = new DataSet();
        foreach (var element in header.ToArray())
        {
            if (element.Tag.IsGroupLength || (pixels is not null && element == streamed))
                continue;
            (pixels is null || element.Tag < streamed!.Tag ? before : after).Set(element);
        }

        var head = new ArrayBufferWriter<byte>(16 * 1024);
        FileMetaInformation.Write(head, stored.SopClassUid, stored.SopInstanceUid, Target.Uid, null);
        DataSetWriter.Write(head, before, Target);
        if (pixels is null)
            return new ConvertedBody(Target.Uid, head.WrittenMemory, null, default);
        WriteElementHeader(head, streamed!, pixels, (header.GetInteger(Tags.BitsAllocated) ?? 16) > 8);
        var tail = new ArrayBufferWriter<byte>();
        DataSetWriter.Write(tail, after, Target);
        return new ConvertedBody(Target.Uid, head.WrittenMemory, pixels, tail.WrittenMemory);
    }

    // PS3.5 7.1.2, table 7.1-1: tag, VR, two reserved bytes, 32-bit length
    private static void WriteElementHeader(ArrayBufferWriter<byte> output, DataElement element, PixelStream pixels, bool isWord)
    {
        var vr = pixels is PixelStream.Decoded ? (isWord ? VR.OW : VR.OB) : element.VR;
        var span = output.GetSpan(12)[..12];
        BinaryPrimitives.WriteUInt16LittleEndian(span, element.Tag.Group);
        BinaryPrimitives.WriteUInt16LittleEndian(span[2..], element.Tag.Element);
        BinaryPrimitives.WriteUInt16BigEndian(span[4..], vr.Code);
        BinaryPrimitives.WriteUInt16LittleEndian(span[6..], 0);
        BinaryPrimitives.WriteUInt32LittleEndian(span[8..], (uint)(pixels.Length + (pixels.Length & 1)));
        output.Advance(12);
    }

    /// <summary>The pixel data, integer or floating (PS3.3 C.7.6.3, C.7.6.24, C.7.6.25), when it was left in the object.</summary>
    private static DataElement? StreamedElement(DataSet header)
    {
        foreach (var tag in new[] { Tags.PixelData, Tags.FloatPixelData, Tags.DoubleFloatPixelData })
        {
            if (header[tag] is { } element && (element.Bulk is not null || element.Fragments is not null))
                return element;
        }

        return null;
    }

    private static int SwapUnit(TransferSyntax syntax, DataSet header, DataElement element)
    {
        if (!syntax.IsBigEndian && syntax != TransferSyntax.PrivateGEImplicitBigEndianPixels)
            return 1;

        // samples of 32 bits in OW are swapped whole: so do the writers of such files, against the letter of PS3.5 7.3
        var bits = header.GetInteger(Tags.BitsAllocated) ?? 16;
        return element.VR == VR.OW && bits > 16 ? (int)(bits / 8) : element.VR.UnitSize;
    }
}
