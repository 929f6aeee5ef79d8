using ImagingGateway.Dicom.PixelData;

namespace ImagingGateway.Imaging.Codecs;

/// <summary>How a stored value lies in its container (PS3.5 8.1.1): shifted, masked, perhaps signed.</summary>
/// <param name="Shift">Bits below the value: not 0 only in old left-aligned images.</param>
/// <param name="Bits">Bits stored.</param>
internal readonly record struct StoredValue(int Shift, int Bits, bool IsSigned)
{
    /// <summary>The layout of a decoded frame; senseless headers are taken as full containers.</summary>
    public static StoredValue Of(PixelDescription description)
    {
        var allocated = description.BitsAllocated;
        var bits = description.BitsStored is > 0 and var stored && stored <= allocated ? stored : allocated;
        var shift = description.HighBit + 1 - bits;
        return new StoredValue(shift > 0 && shift + bits <= allocated ? shift : 0, bits, description.IsSigned);
    }

    /// <summary>Number of container values that differ, when upper unused bits are masked away.</summary>
    public int TableLength => 1 << (Shift + Bits);

    public long Least => IsSigned ? -(1L << (Bits - 1)) : 0;

    public long Most => (1L << (IsSigned ? Bits - 1 : Bits)) - 1;

    /// <summary>The pixel value in a container.</summary>
    public long this[ulong container]
    {
        get
        {
            var value = (container >> Shift) & (ulong.MaxValue >> (64 - Bits));
            return IsSigned ? (long)(value << (64 - Bits)) >> (64 - Bits) : (long)value;
        }
    }
}
