using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Imaging.Codecs;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;

namespace ImagingGateway.Imaging.Rendering.Grey;

/// <summary>Stored values that are no image but filling around it (PS3.3 C.7.5.1.1.2).</summary>
internal readonly record struct PixelPadding(long Least, long Most)
{
    /// <summary>No value is padding.</summary>
    public static readonly PixelPadding None = new(long.MaxValue, long.MinValue);

    public bool Contains(long stored) => stored >= Least && stored <= Most;

    /// <summary>Reads value and range limit as values of the pixel representation, whatever VR they came with.</summary>
    public static PixelPadding Read(DataSet header, StoredValue layout)
    {
        if (header.GetInteger(Tags.PixelPaddingValue) is not { } value)
            return None;
        value = Signed(value, layout);
        var limit = Signed(header.GetInteger(Tags.PixelPaddingRangeLimit) ?? value, layout);
        return new PixelPadding(Math.Min(value, limit), Math.Max(value, limit));
    }

    private static long Signed(long value, StoredValue layout) => layout.IsSigned ? (short)value : value & 0xFFFF;
}
