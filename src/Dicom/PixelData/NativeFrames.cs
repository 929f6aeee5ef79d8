using System.Collections;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.PixelData;

/// <summary>The runs of native frames, computed when asked for.</summary>
/// <param name="Offset">First byte of the pixel data value.</param>
/// <param name="Length">Bytes that are there.</param>
/// <param name="FrameBits">Bits of one frame.</param>
/// <param name="Count">Number of frames.</param>
/// <param name="UnitBits">8; or 16 for words in big endian, whose bytes have changed places (PS3.5 7.3): half of one is of no use to anybody.</param>
internal sealed record NativeFrames(long Offset, long Length, long FrameBits, int Count, int UnitBits) : IReadOnlyList<IReadOnlyList<ByteRange>>
{
    public IReadOnlyList<ByteRange> this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            var first = index * FrameBits / UnitBits * UnitBits / 8;
            var end = Math.Min((((index + 1) * FrameBits) + UnitBits - 1) / UnitBits * UnitBits / 8, Length);
            return [new ByteRange(Offset + first, end - first)];
        }
    }

    public static NativeFrames Of(PixelDescription? description, PixelDataLayout layout, bool isInSwappedWords)
    {
        if (description is null || layout.Length == 0)
            return new NativeFrames(layout.Offset, layout.Length, layout.Length * 8, layout.Length == 0 ? 0 : 1, 8);
        var bits = description.FrameBits;
        // Uncompressed 4:2:2 has two samples for each pixel (PS3.3 C.7.6.3.1.2); some writers say so and store three.
        if (description.SamplesPerPixel == 3 && description.PhotometricInterpretation.EndsWith("_422", StringComparison.Ordinal)
            && layout.Length < (Int128)bits * description.NumberOfFrames / 8)
            bits = bits / 3 * 2;
        var present = (layout.Length * 8) + bits - 1;
        return new NativeFrames(layout.Offset, layout.Length, bits, (int)Math.Min(description.NumberOfFrames, present / bits), isInSwappedWords ? 16 : 8);
    }

    public int FirstBit(int frame) => (int)(frame * FrameBits % UnitBits);

    public IEnumerator<IReadOnlyList<ByteRange>> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
            yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
