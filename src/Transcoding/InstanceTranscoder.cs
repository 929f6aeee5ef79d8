using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.PixelData;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Imaging.Codecs;
using ImagingGateway.Storage.Retrieve;

namespace ImagingGateway.Transcoding;

/// <summary>
/// Prepares instances for sending: as stored, or in another transfer syntax, frame by frame as it is sent. What cannot be converted
/// is known before the first byte, as far as the first frame tells.
/// </summary>
public sealed class InstanceTranscoder(IInstanceRetrieve retrieve, FrameSamples samples, TranscodingOptions options)
{
    private const long LongestTail = 1 << 20;

    /// <summary>An instance in the stored syntax can be sent in the target syntax, as far as syntaxes alone tell.</summary>
    public bool CanTranscode(TransferSyntax stored, TransferSyntax target) => stored.Uid == target.Uid || (IsReadable(stored) && IsWritable(target));

    /// <summary>The file exactly as stored.</summary>
    public async Task<IInstanceBody> AsStoredAsync(StoredInstance stored, CancellationToken cancellationToken) =>
        new StoredBody(stored, await retrieve.OpenFileAsync(stored, cancellationToken));

    /// <summary>
    /// The instance in the target syntax; one without pixel data is sent in Explicit VR Little Endian when the target is a
    /// compressed syntax, which is for images only (PS3.5 A.4).
    /// </summary>
    /// <exception cref="UndecodableFrameException">The pixels cannot be decoded, or not be coded in the target syntax.</exception>
    /// <exception cref="MalformedDataSetException">The header cannot be read again.</exception>
    public async Task<IInstanceBody> TranscodeAsync(StoredInstance stored, TransferSyntax target, CancellationToken cancellationToken)
    {
        return stored.TransferSyntaxUid == target.Uid ? await AsStoredAsync(stored, cancellationToken) : await WriteAnewAsync(stored, target, cancellationToken);
    }

    /// <summary>The same, never as stored: for an instance whose header is not the stored one.</summary>
    /// <exception cref="UndecodableFrameException">As above.</exception>
    /// <exception cref="MalformedDataSetException">As above.</exception>
    public async Task<IInstanceBody> WriteAnewAsync(StoredInstance stored, TransferSyntax target, CancellationToken cancellationToken)
    {
        var found = new FoundInstance(stored, await retrieve.FramesAsync(stored, cancellationToken));
        if (!CanTranscode(found.Syntax, target))
            throw new UndecodableFrameException($"the gateway does not turn {found.Syntax.Uid} into {target.Uid}.");
        var whole = await retrieve.HeaderAsync(stored, cancellationToken);
        var (tag, value) = await FindPixelsAsync(stored, cancellationToken);
        var header = CopyOf(whole, tag);
        if (value is null)
            return new TranscodedBody(stored, target.IsEncapsulated ? TransferSyntax.ExplicitVRLittleEndian : target, header, null, []);
        var pixels = target.IsEncapsulated
            ? await EncodeAsync(found, header, tag, target, cancellationToken)
            : await NativeAsync(found, header, value, tag, whole[tag]?.VR ?? VR.OW, target, cancellationToken);

        // PS3.5 7.1.2: a native value longer than 32 bits can say does not exist
        if (pixels.Stream.Length > uint.MaxValue - 1)
            throw new UndecodableFrameException("uncompressed, the pixel data would be longer than 4 GiB.");
        return new TranscodedBody(stored, target, header, pixels, await ReadTailAsync(stored, value, tag, found.Syntax, cancellationToken));
    }

    private static bool IsReadable(TransferSyntax syntax) => !syntax.IsEncapsulated || FrameDecoder.CanDecode(syntax);

    private bool IsWritable(TransferSyntax syntax) => syntax.IsEncapsulated
        ? FrameEncoder.CanEncode(syntax) && (options.AllowLossy || FrameEncoder.IsLossless(syntax))
        : syntax != TransferSyntax.PrivateGEImplicitBigEndianPixels && syntax == TransferSyntax.Of(syntax.Uid);

    private async Task<PixelElement> NativeAsync(
        FoundInstance found, DataSet header, BulkReference value, Tag tag, VR vr, TransferSyntax target, CancellationToken cancellationToken)
    {
        if (!found.Syntax.IsEncapsulated || !value.IsEncapsulated)
        {
            var unit = SwapUnit(found.Syntax, header, vr) is > 1 and var stored ? stored : 1;
            var wanted = SwapUnit(target, header, vr) is > 1 and var sent ? sent : 1;
            return new PixelElement(tag, vr, new NativePixels(retrieve, found.Stored, value, unit == wanted ? 1 : Math.Max(unit, wanted)));
        }

        var first = await FirstFrameAsync(found, header, cancellationToken);
        var description = first.Description;
        vr = description.BitsAllocated > 8 ? VR.OW : VR.OB;
        var isByPlane = ColourPlanes.AreWanted(found.Stored.SopClassUid, header, description);
        PixelStream pixels;
        if (IsOfSingleBits(header) && description is { SamplesPerPixel: 1, BitsAllocated: 1 or 8 })
        {
            pixels = new SingleBits(found.FrameCount, first, DecodeAsync);
            description = description with { BitsAllocated = 1, BitsStored = 1, HighBit = 0 };
        }
        else
        {
            pixels = new DecodedPixels(found.FrameCount, first, DecodeAsync, isByPlane, SwapUnit(target, header, vr));
        }

        Describe(header, description, isByPlane);
        return new PixelElement(tag, vr, pixels);

        Task<DecodedFrame> DecodeAsync(int number, CancellationToken token) => samples.DecodeInterleavedAsync(found, number, token, preferRgb: true);
    }

    private async Task<PixelElement> EncodeAsync(FoundInstance found, DataSet header, Tag tag, TransferSyntax target, CancellationToken cancellationToken)
    {
        if (tag != Tags.PixelData)
            throw new UndecodableFrameException("floating point pixels have no compressed form.");
        if (IsOfSingleBits(header))
            throw new UndecodableFrameException("samples of one bit are sent uncompressed, or compressed as they came.");
        var first = await samples.EncodeAsync(found, await FirstFrameAsync(found, header, cancellationToken), target, cancellationToken);
        if (!ColourPlanes.AreIn(target) && ColourPlanes.AreDemanded(found.Stored.SopClassUid, header, first.Description))
            throw new UndecodableFrameException("ultrasound images in YBR_FULL are colour by plane, which this transfer syntax is not: they are sent uncompressed or as RLE.");
        Describe(header, first.Description, ColourPlanes.AreIn(target) && ColourPlanes.AreWanted(found.Stored.SopClassUid, header, first.Description));
        if (!FrameEncoder.IsLossless(target))
            LossyMarking.Apply(header, found, first);
        return new PixelElement(tag, VR.OB, new EncodedPixels(found.FrameCount, first, async (number, token) =>
            await samples.EncodeAsync(found, await samples.DecodeInterleavedAsync(found, number, token, preferRgb: true), target, token)));
    }

    private async Task<DecodedFrame> FirstFrameAsync(FoundInstance found, DataSet header, CancellationToken cancellationToken)
    {
        if (found.FrameCount == 0)
            throw new UndecodableFrameException("the instance has pixel data but no frame in it.");
        // frames that are not there cannot be made up, and a header that promises them would be a lie told by us
        if (header.GetInteger(Tags.NumberOfFrames) is > 1 and var promised && promised != found.FrameCount)
            throw new UndecodableFrameException($"the header says {promised} frames, but {found.FrameCount} are there.");

        if (header.Contains(Tags.NumberOfFrames) && header.GetInteger(Tags.NumberOfFrames) != found.FrameCount)
            header.SetInteger(Tags.NumberOfFrames, found.FrameCount); // some say 0

        // JPEG with loss made YCbCr of RGB for its own sake: other decoders give RGB back too, and IODs want it of what is not JPEG (PS3.3 C.8.5.6.1)
        var (stored, first) = await samples.ReadAsync(found, 1, preferRgb: true, cancellationToken);
        if (found.Syntax.IsEncapsulated)
            LossyMarking.Keep(header, stored, first.Description);
        return first;
    }

    private static bool IsOfSingleBits(DataSet header) => header.GetInteger(Tags.BitsAllocated) == 1;

    private static void Describe(DataSet header, PixelDescription pixels, bool isByPlane)
    {
        header.SetInteger(Tags.SamplesPerPixel, pixels.SamplesPerPixel);
        header.SetString(Tags.PhotometricInterpretation, pixels.PhotometricInterpretation);
        if (pixels.SamplesPerPixel > 1)
            header.SetInteger(Tags.PlanarConfiguration, isByPlane ? 1 : 0);
        header.SetInteger(Tags.BitsAllocated, pixels.BitsAllocated);
        header.SetInteger(Tags.BitsStored, pixels.BitsStored);
        header.SetInteger(Tags.HighBit, pixels.HighBit);

        // PS3.3 C.7.6.3.1.8: offset tables belong to the fragments as they were
        header.Remove(Tags.ExtendedOffsetTable);
        header.Remove(Tags.ExtendedOffsetTableLengths);
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

    /// <summary>The elements after the pixel data (padding, signatures).</summary>
    private async Task<DataSet> ReadTailAsync(StoredInstance stored, BulkReference value, Tag after, TransferSyntax syntax, CancellationToken cancellationToken)
    {
        // a fragment sequence is followed by its delimiter item (PS3.5 A.4); a deflated data set does not tell its inflated length
        var start = value.Offset + value.Length + (value.IsEncapsulated ? 8 : 0);
        var room = syntax.IsDeflated ? LongestTail : stored.DataSetLength - start;
        var tail = new DataSet();
        if (room is <= 8 or > LongestTail)
            return tail;
        await using var source = await retrieve.OpenDataSetRangeAsync(stored, start, room, inflate: true, cancellationToken);
        using var bytes = new MemoryStream();
        await source.CopyToAsync(bytes, cancellationToken);
        var plain = syntax.IsDeflated ? TransferSyntax.ExplicitVRLittleEndian : syntax;
        foreach (var element in DataSetReader.Read(bytes.ToArray(), plain))
        {
            if (element.Tag > after && !element.Tag.IsGroupLength)
                tail.Set(element);
        }

        return tail;
    }

    private static int SwapUnit(TransferSyntax syntax, DataSet header, VR vr)
    {
        if (!syntax.IsBigEndian && syntax != TransferSyntax.PrivateGEImplicitBigEndianPixels)
            return 1;

        // samples of 32 bits in OW are swapped whole: so do the writers of such files, against the letter of PS3.5 7.3
        var bits = header.GetInteger(Tags.BitsAllocated) ?? 16;
        return vr == VR.OW && bits > 16 ? (int)(bits / 8) : vr.UnitSize;
    }
}
