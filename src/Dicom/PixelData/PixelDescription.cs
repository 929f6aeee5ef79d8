using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;

namespace ImagingGateway.Dicom.PixelData;

/// <summary>The image pixel module's facts that say how samples are laid out (PS3.3 C.7.6.3).</summary>
public sealed record PixelDescription(
    int Rows, int Columns, int NumberOfFrames, int SamplesPerPixel, int BitsAllocated, int BitsStored, int HighBit,
    bool IsSigned, int PlanarConfiguration, string PhotometricInterpretation)
{
    private const int MaxSamplesPerPixel = 16, MaxBitsAllocated = 64;

    /// <summary>Bytes of one native frame, rounded up (1-bit frames are packed).</summary>
    public long FrameLength => (FrameBits + 7) / 8;

    /// <summary>Bits of one native frame.</summary>
    public long FrameBits => (long)Rows * Columns * SamplesPerPixel * BitsAllocated;

    /// <summary>
    /// Reads the module from a header; null when the instance is no image (no Rows or no Columns). What is missing beside
    /// them is taken as the most common value; what contradicts itself is made to fit Bits Allocated.
    /// </summary>
    public static PixelDescription? Of(DataSet header)
    {
        var rows = Count(header, Tags.Rows, ushort.MaxValue);
        var columns = Count(header, Tags.Columns, ushort.MaxValue);
        if (rows is null || columns is null)
            return null;
        var samples = Count(header, Tags.SamplesPerPixel, MaxSamplesPerPixel) ?? 1;
        var allocated = Count(header, Tags.BitsAllocated, MaxBitsAllocated) ?? GuessBitsAllocated(header, (long)rows * columns.Value * samples);
        var stored = Math.Min(Count(header, Tags.BitsStored, MaxBitsAllocated) ?? allocated, allocated);
        var high = (int)Math.Clamp(header.GetInteger(Tags.HighBit) ?? stored - 1, stored - 1, allocated - 1);
        return new PixelDescription(
            rows.Value, columns.Value, Count(header, Tags.NumberOfFrames, int.MaxValue) ?? 1, samples, allocated, stored, high,
            header.GetInteger(Tags.PixelRepresentation) == 1, header.GetInteger(Tags.PlanarConfiguration) == 1 ? 1 : 0,
            header.GetString(Tags.PhotometricInterpretation) ?? (samples >= 3 ? "RGB" : "MONOCHROME2"));
    }

    // Null when absent, unreadable or not positive.
    private static int? Count(DataSet header, Values.Tag tag, int most) =>
        header.GetInteger(tag) is > 0 and var value && value <= most ? (int)value : null;

    private static int GuessBitsAllocated(DataSet header, long samplesPerFrame)
    {
        var length = header[Tags.PixelData] is { } pixels ? pixels.Bulk?.Length ?? pixels.Bytes.Length : 0;
        return length > 0 && length < samplesPerFrame * 2 ? 8 : 16;
    }
}
