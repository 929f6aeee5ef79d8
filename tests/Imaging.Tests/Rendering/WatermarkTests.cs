using ImagingGateway.Imaging.Rendering;

namespace ImagingGateway.Imaging.Tests.Rendering;

/// <summary>The line that is burned into pictures.</summary>
public sealed class WatermarkTests
{
    private const string Text = "Giám định BHYT · 25/11/2026 22:30 · k7mqp2xhrd";

    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 128)]
    [InlineData(1, 255)]
    [InlineData(3, 60)]
    public void It_can_be_seen_on_any_ground_in_every_part_of_the_picture(int channels, int ground)
    {
        var raster = Ground(512, 384, channels, (byte)ground);
        var burned = Watermark.Burn(raster, Text);

        Assert.Equal((raster.Width, raster.Height, raster.Channels, raster.Length), (burned.Width, burned.Height, burned.Channels, burned.Length));
        Assert.All(raster.Pixels, pixel => Assert.Equal(ground, pixel));
        for (var row = 0; row < 2; row++)
        {
            for (var column = 0; column < 2; column++)
                Assert.True(Changed(burned, ground, column * 256, row * 192, 256, 192) > 100, $"quarter {column}, {row}");
        }
    }

    [Fact]
    public void The_line_at_the_edge_is_readable_even_on_a_thumbnail()
    {
        var burned = Watermark.Burn(Ground(256, 256, 1, 200), Text);
        var strip = Enumerable.Range(244, 12).SelectMany(row => Enumerable.Range(0, 256).Select(column => burned.Pixels[(row * 256) + column])).ToList();
        Assert.True(strip.Count(pixel => pixel > 150) > 100 && strip.Count(pixel => pixel < 80) > 1000, "light letters on a dark strip");
    }

    [Fact]
    public void Another_text_is_another_picture_and_the_same_text_the_same()
    {
        var raster = Ground(300, 300, 1, 90);
        Assert.Equal(Watermark.Burn(raster, Text).Pixels, Watermark.Burn(raster, Text).Pixels);
        Assert.NotEqual(Watermark.Burn(raster, Text).Pixels, Watermark.Burn(raster, Text + "x").Pixels);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 200)]
    [InlineData(2000, 2)]
    public void A_picture_too_small_for_it_is_no_failure(int width, int height) =>
        Assert.Equal(width * height, Watermark.Burn(Ground(width, height, 1, 0), Text).Length);

    private static Raster Ground(int width, int height, int channels, byte value)
    {
        var pixels = new byte[width * height * channels];
        pixels.AsSpan().Fill(value);
        return new Raster(pixels, width, height, channels);
    }

    private static int Changed(Raster raster, int ground, int left, int top, int width, int height) =>
        Enumerable.Range(top, height).Sum(row => Enumerable.Range(left, width).Count(column => Math.Abs(raster.Pixels[((row * raster.Width) + column) * raster.Channels] - ground) > 20));
}
