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
    /// <param name="window">Instead of the instance's own.</param>
    public static Raster Render(DataSet header, DecodedFrame frame, int frameNumber, Window? window)
    {
        frame = OneBit.Expand(frame);
        var d = frame.Description;
        var layout = StoredValue.Of(d);
        var modality = ModalityTransform.Read(header, frameNumber);
        var voi = (window is null ? null : WindowVoi.Of(window)) ?? VoiTransform.Read(header, frameNumber);
        var isInverted = IsInverted(header, d.PhotometricInterpretation);
        var samples = frame.Samples.Span;
        var grey = GC.AllocateUninitializedArray<byte>(d.Rows * d.Columns);
        if (header.Contains(Tags.FloatPixelData) || header.Contains(Tags.DoubleFloatPixelData))
            FloatGrey.Map(samples, d.BitsAllocated, grey, modality, voi, isInverted);
        else if (d.BitsAllocated > 16)
            WideGrey.Map(samples, d.BitsAllocated, grey, layout, PixelPadding.Read(header, layout), modality, voi, isInverted);
        else
        {
            voi ??= DefaultWindow.Of(samples, layout, PixelPadding.Read(header, layout), modality);
            Map(samples, d.BitsAllocated, grey, Table(layout, modality, voi, isInverted));
        }

        return new Raster(grey, d.Columns, d.Rows, 1);
    }

    /// <summary>The brightness of every container value, so that each pixel costs one look-up.</summary>
    public static byte[] Table(StoredValue layout, ModalityTransform modality, VoiTransform voi, bool isInverted)
    {
        var table = GC.AllocateUninitializedArray<byte>(layout.TableLength);
        for (var container = 0; container < table.Length; container++)
            table[container] = ToByte(voi.Apply(modality.Apply(layout[(ulong)container])), isInverted);
        return table;
    }

    public static byte ToByte(double brightness, bool isInverted) =>
        (byte)(Math.Clamp((isInverted ? 1 - brightness : brightness) * 255, 0, 255) + 0.5);

    /// <summary>White for the least value: MONOCHROME1 says so (PS3.3 C.7.6.3.1.2), and shape INVERSE does (C.11.6.1.2).</summary>
    private static bool IsInverted(DataSet header, string photometric) =>
        photometric == "MONOCHROME1" || header.GetString(Tags.PresentationLUTShape) == "INVERSE";

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
