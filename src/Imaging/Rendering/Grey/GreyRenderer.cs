using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Imaging.Codecs;

namespace ImagingGateway.Imaging.Rendering.Grey;

/// <summary>The grey scale pipeline (PS3.4 N.2): modality, VOI, polarity, down to 8 bits; one table for anything up to 16 bits.</summary>
internal static class GreyRenderer
{
    /// <param name="header">The image's, for kind of samples and padding.</param>
    /// <param name="frame">A frame of one sample a pixel.</param>
    /// <param name="transforms">The image's own, or those of a presentation state.</param>
    public static Raster Render(DataSet header, DecodedFrame frame, GreyTransforms transforms)
    {
        frame = OneBit.Expand(frame);
        var d = frame.Description;
        var layout = StoredValue.Of(d);
        var (modality, voi, presentation, isWholeRange) = transforms;
        var samples = frame.Samples.Span;
        var grey = GC.AllocateUninitializedArray<byte>(d.Rows * d.Columns);
        if (header.Contains(Tags.FloatPixelData) || header.Contains(Tags.DoubleFloatPixelData))
            FloatGrey.Map(samples, d.BitsAllocated, grey, FloatGrey.Padding(header), modality, voi, presentation);
        else if (d.BitsAllocated > 16)
            WideGrey.Map(samples, d.BitsAllocated, grey, layout, PixelPadding.Read(header, layout), modality, voi, presentation);
        else
        {
            voi ??= isWholeRange ? DefaultWindow.Whole(layout, modality) : DefaultWindow.Of(samples, layout, PixelPadding.Read(header, layout), modality);
            Map(samples, d.BitsAllocated, grey, GreyTables.Of(layout, transforms with { Voi = voi }));
        }

        return new Raster(grey, d.Columns, d.Rows, 1);
    }

    public static byte ToByte(double brightness, PresentationLut presentation) =>
        (byte)(Math.Clamp(presentation.Apply(brightness) * 255, 0, 255) + 0.5);

    private static void Map(ReadOnlySpan<byte> samples, int bitsAllocated, Span<byte> grey, byte[] table)
    {
        // the mask keeps every index inside the table, whose length is a power of two
        var mask = table.Length - 1;
        ref var first = ref MemoryMarshal.GetArrayDataReference(table);
        if (bitsAllocated <= 8)
        {
            for (var i = 0; i < grey.Length; i++)
                grey[i] = Unsafe.Add(ref first, samples[i] & mask);
            return;
        }

        var words = MemoryMarshal.Cast<byte, ushort>(samples)[..grey.Length];
        for (var i = 0; i < words.Length; i++)
            grey[i] = Unsafe.Add(ref first, words[i] & mask);
    }
}
