using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.PixelData;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Imaging.Codecs;
using ImagingGateway.Imaging.Rendering;
using ImagingGateway.Imaging.Rendering.Grey;

namespace ImagingGateway.Imaging.Tests.Rendering;

/// <summary>The grey scale pipeline, vectors by hand (PS3.3 C.11.1, C.11.2).</summary>
public sealed class GreyTests
{
    private static readonly PixelDescription Signed16 = Pictures.Grey(1, 5, 16, 16, isSigned: true), Unsigned12 = Pictures.Grey(1, 5, 16, 12);

    // center 40, width 400: black up to -159.5 - 0.5 + ..., C.11.2.1.2.1: x <= c - 0.5 - (w-1)/2 = -160; white above 239
    [Theory]
    [InlineData(-1000, 0)]
    [InlineData(-160, 0)]
    [InlineData(-159, 0.00250627)]
    [InlineData(40, 0.50125313)]
    [InlineData(239, 1)]
    [InlineData(3000, 1)]
    public void Linear_window(double value, double brightness) => AssertWindow(new Window(40, 400), value, brightness);

    [Theory]
    [InlineData(-160, 0)]
    [InlineData(40, 0.5)]
    [InlineData(140, 0.75)]
    [InlineData(240, 1)]
    public void Linear_exact_window(double value, double brightness) => AssertWindow(new Window(40, 400, WindowFunction.LinearExact), value, brightness);

    [Theory]
    [InlineData(40, 0.5)]
    [InlineData(140, 0.73105858)] // 1 / (1 + e^-1)
    [InlineData(-360, 0.01798621)] // 1 / (1 + e^4)
    public void Sigmoid_window(double value, double brightness) => AssertWindow(new Window(40, 400, WindowFunction.Sigmoid), value, brightness);

    [Theory]
    [InlineData(9, 0)]
    [InlineData(10, 1)]
    public void A_linear_window_of_width_one_is_a_threshold(double value, double brightness) => AssertWindow(new Window(10, 1), value, brightness);

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_senseless_width_is_no_window(double width) => Assert.Null(WindowVoi.Of(new Window(10, width)));

    [Fact]
    public void Rescale_comes_before_the_window()
    {
        var header = Headers.Of(Signed16).Rescale(2, -1000).Window(0, 1001);
        Assert.Equal([0, 0, 128, 255, 255], Render(header, Signed16, 0, 250, 500, 750, 1000)); // -1000 -500 0 500 1000
    }

    [Fact]
    public void A_slope_of_zero_is_taken_as_one() =>
        Assert.Equal([0, 64, 128, 191, 255], Render(Headers.Of(Unsigned12).Rescale(0, 0).Window(50, 100, "LINEAR_EXACT"), Unsigned12, 0, 25, 50, 75, 100));

    [Fact]
    public void Without_a_window_the_values_that_occur_fill_the_scale_padding_left_out()
    {
        var header = Headers.Of(Signed16).Set(new DataElement(Tags.PixelPaddingValue, VR.SS, Headers.Words(unchecked((ushort)-2000))));
        Assert.Equal([0, 0, 128, 191, 255], Render(header, Signed16, -2000, 0, 50, 75, 100));
    }

    [Fact]
    public void A_padding_range_is_left_out()
    {
        var header = Headers.Of(Signed16)
            .Set(new DataElement(Tags.PixelPaddingValue, VR.SS, Headers.Words(unchecked((ushort)-2000))))
            .Set(new DataElement(Tags.PixelPaddingRangeLimit, VR.SS, Headers.Words(unchecked((ushort)-1990))));
        Assert.Equal([0, 0, 0, 128, 255], Render(header, Signed16, -2000, -1995, 0, 50, 100));
    }

    [Fact]
    public void Eight_bits_without_a_window_are_shown_as_they_are()
    {
        var description = Pictures.Grey(1, 5);
        Assert.Equal([10, 20, 30, 100, 200], Draw(Headers.Of(description), new DecodedFrame(description, new byte[] { 10, 20, 30, 100, 200 })));
    }

    [Fact]
    public void Bits_above_bits_stored_do_not_show() =>
        Assert.Equal([0, 64, 128, 191, 255], Render(Headers.Of(Unsigned12).Window(50, 100, "LINEAR_EXACT"), Unsigned12, 0x1000, 0x7019, 0x2032, 0x104B, 0x1064));

    [Fact]
    public void Signed_values_with_clear_upper_bits_are_negative()
    {
        var description = Pictures.Grey(1, 5, 16, 10, isSigned: true);
        Assert.Equal([0, 0, 128, 255, 255], Render(Headers.Of(description).Window(0, 20, "LINEAR_EXACT"), description, 0x3F0, 0x3F6, 0, 10, 20));
    }

    [Fact]
    public void Monochrome1_is_white_at_the_bottom()
    {
        var description = Unsigned12 with { PhotometricInterpretation = "MONOCHROME1" };
        Assert.Equal([255, 191, 128, 64, 0], Render(Headers.Of(description).Window(50, 100, "LINEAR_EXACT"), description, 0, 25, 50, 75, 100));
    }

    [Fact]
    public void Shape_INVERSE_inverts_once()
    {
        var header = Headers.Of(Unsigned12).Window(50, 100, "LINEAR_EXACT").SetString(Tags.PresentationLUTShape, "INVERSE");
        Assert.Equal([255, 191, 128, 64, 0], Render(header, Unsigned12, 0, 25, 50, 75, 100));
        var both = Unsigned12 with { PhotometricInterpretation = "MONOCHROME1" };
        Assert.Equal([255, 191, 128, 64, 0], Render(header, both, 0, 25, 50, 75, 100));
    }

    [Fact]
    public void A_modality_table_maps_and_clamps_and_may_begin_below_zero()
    {
        var header = Headers.Of(Signed16).With(Tags.ModalityLUTSequence, Headers.LookUpTable(-1, 16, 100, 200, 300)).Window(200, 200, "LINEAR_EXACT");
        Assert.Equal([0, 0, 128, 255, 255], Render(header, Signed16, -5, -1, 0, 1, 9));
    }

    [Fact]
    public void A_VOI_table_is_scaled_from_its_own_bits()
    {
        var header = Headers.Of(Unsigned12).With(Tags.VOILUTSequence, Headers.LookUpTable(10, 12, 0, 819, 2048, 4095));
        Assert.Equal([0, 51, 128, 255, 255], Render(header, Unsigned12, 3, 11, 12, 13, 4000));
    }

    [Fact]
    public void The_first_usable_window_counts_and_an_override_beats_it()
    {
        var header = Headers.Of(Unsigned12).SetNumber(Tags.WindowCenter, 7, 50, 9000).SetNumber(Tags.WindowWidth, 0, 100, 1).SetString(Tags.VOILUTFunction, "LINEAR_EXACT");
        Assert.Equal([0, 64, 128, 191, 255], Render(header, Unsigned12, 0, 25, 50, 75, 100));
        Assert.Equal([0, 0, 0, 128, 255], Render(header, Unsigned12, new Window(75, 50, WindowFunction.LinearExact), 0, 25, 50, 75, 100));
    }

    [Theory]
    [InlineData(1, new byte[] { 0, 64, 128, 191, 255 })]
    [InlineData(2, new byte[] { 0, 0, 0, 128, 255 })]
    [InlineData(3, new byte[] { 255, 255, 255, 255, 0 })] // the first table
    [InlineData(4, new byte[] { 51, 51, 51, 51, 255 })]
    [InlineData(5, new byte[] { 0, 64, 128, 191, 255 })] // there is none: the first
    public void Windows_then_tables_can_be_chosen(int voi, byte[] expected)
    {
        var header = Headers.Of(Unsigned12).SetNumber(Tags.WindowCenter, 50, 75).SetNumber(Tags.WindowWidth, 100, 50).SetString(Tags.VOILUTFunction, "LINEAR_EXACT")
            .With(Tags.VOILUTSequence, Headers.LookUpTable(99, 8, 255, 0), Headers.LookUpTable(99, 16, 13107, 65535));
        Assert.Equal(expected, Draw(header, new DecodedFrame(Unsigned12, Headers.Words(0, 25, 50, 75, 100)), voi: voi));
    }

    [Fact]
    public void A_frame_may_have_a_table_of_its_own()
    {
        var header = Headers.Of(Unsigned12).Window(1, 1).With(
            Tags.PerFrameFunctionalGroupsSequence,
            new DataSet().With(Tags.FrameVOILUTSequence, new DataSet().With(Tags.VOILUTSequence, Headers.LookUpTable(50, 8, 0, 255))));
        Assert.Equal([0, 0, 0, 255, 255], Render(header, Unsigned12, 0, 25, 50, 75, 100));
    }

    [Fact]
    public void A_presentation_table_comes_after_the_window_and_takes_the_place_of_the_shape()
    {
        // brightness 0 0.25 0.5 0.75 1 over three entries: the nearest of 0, 1, 2
        var header = Headers.Of(Unsigned12).Window(50, 100, "LINEAR_EXACT").SetString(Tags.PresentationLUTShape, "INVERSE")
            .With(Tags.PresentationLUTSequence, Headers.LookUpTable(0, 10, 1023, 341, 0));
        Assert.Equal([255, 85, 85, 0, 0], Render(header, Unsigned12, 0, 25, 50, 75, 100));
    }

    [Fact]
    public void Padding_of_float_pixels_is_left_out_of_the_scale()
    {
        var description = Pictures.Grey(1, 3, 32, 32);
        var floats = new byte[12];
        BitConverter.TryWriteBytes(floats, -1000f);
        BitConverter.TryWriteBytes(floats.AsSpan(4), 1f);
        BitConverter.TryWriteBytes(floats.AsSpan(8), 3f);
        var header = Headers.Of(description).SetNumber(Tags.FloatPixelPaddingValue, -1000).Set(new DataElement(Tags.FloatPixelData, VR.OF, floats));
        Assert.Equal([0, 0, 255], Draw(header, new DecodedFrame(description, floats)));
    }

    [Fact]
    public void Functional_groups_of_the_frame_come_before_shared_ones_and_the_data_set()
    {
        DataSet Voi(double center, double width) => new DataSet().With(Tags.FrameVOILUTSequence, new DataSet().Window(center, width, "LINEAR_EXACT"));
        var header = Headers.Of(Unsigned12).Window(1, 1)
            .With(Tags.SharedFunctionalGroupsSequence, Voi(75, 50).With(Tags.PixelValueTransformationSequence, new DataSet().Rescale(1, 0)))
            .With(Tags.PerFrameFunctionalGroupsSequence, Voi(50, 100), new DataSet());
        Assert.Equal([0, 64, 128, 191, 255], Render(header, Unsigned12, 1, null, 0, 25, 50, 75, 100));
        Assert.Equal([0, 0, 0, 128, 255], Render(header, Unsigned12, 2, null, 0, 25, 50, 75, 100));
    }

    [Fact]
    public void Wide_and_float_samples_are_scaled_between_their_extremes()
    {
        var wide = Pictures.Grey(1, 3, 32, 32);
        var counts = new byte[12];
        BitConverter.TryWriteBytes(counts.AsSpan(4), 1_000_000u);
        BitConverter.TryWriteBytes(counts.AsSpan(8), 4_000_000_000u);
        Assert.Equal([0, 0, 255], Draw(Headers.Of(wide), new DecodedFrame(wide, counts)));

        var floats = new byte[12];
        BitConverter.TryWriteBytes(floats, float.NaN);
        BitConverter.TryWriteBytes(floats.AsSpan(4), -1.5f);
        BitConverter.TryWriteBytes(floats.AsSpan(8), 2.5f);
        var header = Headers.Of(wide).Set(new DataElement(Tags.FloatPixelData, VR.OF, floats));
        Assert.Equal([0, 0, 255], Draw(header, new DecodedFrame(wide, floats)));
    }

    [Fact]
    public void A_narrow_window_on_fractions_has_more_than_two_shades()
    {
        var description = Pictures.Grey(1, 2, 32, 32);
        var floats = new byte[8];
        BitConverter.TryWriteBytes(floats, 0.5f);
        BitConverter.TryWriteBytes(floats.AsSpan(4), 0.75f);
        var header = Headers.Of(description).Window(0.5, 1).Set(new DataElement(Tags.FloatPixelData, VR.OF, floats));
        Assert.Equal([128, 191], Draw(header, new DecodedFrame(description, floats)));
    }

    [Fact]
    public void One_bit_samples_are_black_and_white()
    {
        var description = Pictures.Grey(1, 5, 1, 1);
        Assert.Equal([255, 0, 255, 255, 0], Draw(Headers.Of(description), new DecodedFrame(description, new byte[] { 0b01101 })));
    }

    private static void AssertWindow(Window window, double value, double brightness) =>
        Assert.Equal(brightness, WindowVoi.Of(window)!.Apply(value), 6);

    private static byte[] Render(DataSet header, PixelDescription description, params int[] stored) => Render(header, description, 1, null, stored);

    private static byte[] Render(DataSet header, PixelDescription description, Window window, params int[] stored) => Render(header, description, 1, window, stored);

    private static byte[] Render(DataSet header, PixelDescription description, int frame, Window? window, params int[] stored) =>
        Draw(header, new DecodedFrame(description, Headers.Words([.. stored.Select(value => (ushort)value)])), frame, window);

    private static byte[] Draw(DataSet header, DecodedFrame decoded, int frame = 1, Window? window = null, int voi = 1) =>
        GreyRenderer.Render(header, decoded, GreyTransforms.Of(header, frame, decoded.Description.PhotometricInterpretation, window, voi)).Pixels;
}
