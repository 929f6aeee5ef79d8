using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Imaging.Codecs;
using ImagingGateway.Imaging.Rendering.Colour;

namespace ImagingGateway.Imaging.Tests.Rendering;

/// <summary>Colour to RGB, vectors by hand (PS3.3 C.7.6.3.1.2, C.7.6.3.1.5, C.7.9).</summary>
public sealed class ColourTests
{
    [Theory]
    [InlineData(128, 128, 128, 128, 128, 128)]
    [InlineData(76, 85, 255, 254, 0, 0)] // pure red
    [InlineData(150, 44, 21, 0, 255, 1)] // pure green
    [InlineData(255, 0, 0, 76, 255, 28)] // outside the cube: clamped
    public void Full_range_YBR(byte y, byte cb, byte cr, byte r, byte g, byte b) =>
        Assert.Equal([r, g, b], Convert(YbrConversion.Full, y, cb, cr));

    [Theory]
    [InlineData(16, 128, 128, 0, 0, 0)]
    [InlineData(235, 128, 128, 255, 255, 255)]
    public void Video_range_YBR(byte y, byte cb, byte cr, byte r, byte g, byte b) =>
        Assert.Equal([r, g, b], Convert(YbrConversion.Partial, y, cb, cr));

    [Fact]
    public void Sixteen_bit_colour_keeps_its_high_bytes()
    {
        var description = Pictures.Colour(1, 1, allocated: 16);
        Assert.Equal([0x12, 0x34, 0xFF], ColourRenderer.Render(new DecodedFrame(description, Headers.Words(0x12FF, 0x3400, 0xFFFF))).Pixels);
    }

    [Fact]
    public void Four_samples_per_pixel_are_refused() => Assert.Throws<UndecodableFrameException>(() =>
        ColourRenderer.Render(new DecodedFrame(Pictures.Colour(1, 1) with { SamplesPerPixel = 4, PhotometricInterpretation = "CMYK" }, new byte[4])));

    [Fact]
    public void A_palette_of_16_bit_entries_gives_the_high_byte_and_clamps_both_ends() =>
        Assert.Equal(
            [1, 1, 1, 1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3, 3],
            Render(Palette(10, 16, Headers.Words(0x0100, 0x02FF, 0x0300)), 0, 10, 11, 12, 200));

    [Fact]
    public void A_palette_of_8_bit_entries_may_be_packed_as_bytes() =>
        Assert.Equal([7, 7, 7, 8, 8, 8, 9, 9, 9], Render(Palette(0, 8, [7, 8, 9, 0]), 0, 1, 2));

    [Fact]
    public void Sixteen_bit_entries_that_never_pass_255_are_taken_as_8_bit() =>
        Assert.Equal([7, 7, 7, 250, 250, 250], Render(Palette(0, 16, Headers.Words(7, 250, 9)), 0, 1));

    [Fact]
    public void Segments_are_discrete_linear_and_copies_of_earlier_ones()
    {
        // 2 entries; a line of 4 to 500; then the first segment again
        byte[] data = Headers.Words(0, 2, 10, 100, 1, 4, 500, 2, 1, 0, 0);
        Assert.Equal([10, 100, 200, 300, 400, 500, 10, 100], SegmentedPalette.Expand(data, 8, isByte: false));
    }

    [Fact]
    public void A_segmented_palette_is_used_where_there_is_no_plain_one()
    {
        var header = Descriptors(new DataSet(), 4, 0, 16);
        foreach (var tag in (Tag[])[Tags.SegmentedRedPaletteColorLookupTableData, Tags.SegmentedGreenPaletteColorLookupTableData, Tags.SegmentedBluePaletteColorLookupTableData])
            header.Set(new DataElement(tag, VR.OW, Headers.Words(0, 1, 0x1000, 1, 3, 0x4000)));
        Assert.Equal([0x10, 0x10, 0x10, 0x20, 0x20, 0x20, 0x40, 0x40, 0x40], Render(header, 0, 1, 3));
    }

    [Theory]
    [InlineData(new ushort[] { 2, 1, 0, 0 })] // a copy of itself
    [InlineData(new ushort[] { 1, 3, 9 })] // a line from nowhere
    [InlineData(new ushort[] { 9, 9, 9, 9 })]
    [InlineData(new ushort[] { 0, 60000, 1 })]
    public void Damaged_segments_end(ushort[] data) => Assert.InRange(SegmentedPalette.Expand(Headers.Words(data), 256, isByte: false).Length, 0, 256);

    [Fact]
    public void A_missing_palette_is_refused() => Assert.Throws<UndecodableFrameException>(() => Render(new DataSet(), 0, 1));

    private static byte[] Convert(YbrConversion conversion, params byte[] ybr)
    {
        conversion.Convert(ybr, ybr);
        return ybr;
    }

    private static DataSet Palette(short first, int bits, byte[] data)
    {
        var header = Descriptors(new DataSet(), 3, first, bits);
        foreach (var tag in (Tag[])[Tags.RedPaletteColorLookupTableData, Tags.GreenPaletteColorLookupTableData, Tags.BluePaletteColorLookupTableData])
            header.Set(new DataElement(tag, VR.OW, data));
        return header;
    }

    private static DataSet Descriptors(DataSet header, int count, short first, int bits)
    {
        foreach (var tag in (Tag[])[Tags.RedPaletteColorLookupTableDescriptor, Tags.GreenPaletteColorLookupTableDescriptor, Tags.BluePaletteColorLookupTableDescriptor])
            header.Set(new DataElement(tag, VR.US, Headers.Words((ushort)count, (ushort)first, (ushort)bits)));
        return header;
    }

    private static byte[] Render(DataSet header, params byte[] indices) =>
        PaletteRenderer.Render(header, new DecodedFrame(Pictures.Grey(1, indices.Length, photometric: "PALETTE COLOR"), indices)).Pixels;
}
