using System.Runtime.InteropServices;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Imaging.Codecs;
using ImagingGateway.Imaging.Rendering.Grey;

namespace ImagingGateway.Imaging.Rendering.Colour;

/// <summary>PALETTE COLOR to RGB (PS3.3 C.7.9).</summary>
internal static class PaletteRenderer
{
    /// <exception cref="UndecodableFrameException">The header has no usable palette.</exception>
    public static Raster Render(DataSet header, DecodedFrame frame)
    {
        frame = OneBit.Expand(frame);
        var d = frame.Description;
        if (d is not { SamplesPerPixel: 1, BitsAllocated: 8 or 16 })
            throw FrameLimits.Broken($"a palette image has {d.SamplesPerPixel} samples of {d.BitsAllocated} bits");
        var layout = StoredValue.Of(d);
        var table = Palette.Read(header).Colours(layout);
        var mask = layout.TableLength - 1;
        var samples = frame.Samples.Span;
        var rgb = GC.AllocateUninitializedArray<byte>(d.Rows * d.Columns * 3);
        var words = d.BitsAllocated == 16 ? MemoryMarshal.Cast<byte, ushort>(samples) : default;
        for (int pixel = 0, to = 0; to < rgb.Length; pixel++, to += 3)
        {
            var index = 3 * ((words.IsEmpty ? samples[pixel] : words[pixel]) & mask);
            (rgb[to], rgb[to + 1], rgb[to + 2]) = (table[index], table[index + 1], table[index + 2]);
        }

        return new Raster(rgb, d.Columns, d.Rows, 3);
    }
}
