using System.Numerics;
using ImagingGateway.Imaging.Rendering;
using ImagingGateway.Imaging.Rendering.Scaling;

namespace ImagingGateway.Imaging.Tests.Rendering;

/// <summary>Viewport and region, vectors by hand (PS3.18 8.3.5.1.3).</summary>
public sealed class ScalingTests
{
    private static readonly Raster Quad = new([0, 100, 200, 40], 2, 2, 1);

    [Fact]
    public void Shrinking_takes_the_mean_of_the_area() => Assert.Equal([85], ViewportFit.Fit(Quad, new Viewport(1, 1), 1).Pixels);

    [Fact]
    public void Shrinking_by_one_and_a_half_shares_the_middle()
    {
        var shrunk = ViewportFit.Fit(new Raster([30, 60, 90], 3, 1, 1), new Viewport(2, 1), 1);
        Assert.Equal([40, 80], shrunk.Pixels); // (30 + 60/2) / 1.5, (60/2 + 90) / 1.5
    }

    [Fact]
    public void Enlarging_blends_neighbours() =>
        Assert.Equal([0, 25, 75, 100], ViewportFit.Fit(new Raster([0, 100], 2, 1, 1), new Viewport(4, 4), 1).Pixels.AsSpan(0, 4).ToArray());

    [Theory]
    [InlineData(200, 100, 50, 50, 50, 25)]
    [InlineData(100, 200, 50, 50, 25, 50)]
    [InlineData(100, 100, 300, 200, 200, 200)]
    [InlineData(1000, 3, 100, 100, 100, 1)]
    public void The_aspect_ratio_is_kept(int width, int height, int viewWidth, int viewHeight, int expectedWidth, int expectedHeight)
    {
        var fitted = ViewportFit.Fit(new Raster(new byte[width * height * 3], width, height, 3), new Viewport(viewWidth, viewHeight), 1);
        Assert.Equal((expectedWidth, expectedHeight), (fitted.Width, fitted.Height));
        Assert.Equal(fitted.Length, fitted.Pixels.Length);
    }

    [Fact]
    public void Tall_pixels_make_a_tall_picture()
    {
        var fitted = ViewportFit.Fit(new Raster(new byte[100 * 50], 100, 50, 1), new Viewport(100, 100), 2);
        Assert.Equal((100, 100), (fitted.Width, fitted.Height));
    }

    [Fact]
    public void A_region_is_cut_out_and_colour_stays_colour()
    {
        var colour = new Raster([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], 2, 2, 3);
        Assert.Equal([10, 11, 12], ViewportFit.Fit(colour, new Viewport(1, 1, new SourceRegion(1, 1, 1, 1)), 1).Pixels);
    }

    [Fact]
    public void Negative_sizes_flip() =>
        Assert.Equal([40, 200, 100, 0], ViewportFit.Fit(Quad, new Viewport(2, 2, new SourceRegion(0, 0, -2, -2)), 1).Pixels);

    [Theory]
    [InlineData(false, false, 2, 3)] // a region of 8 by 4 at 4,2 made twice as large; the place 5, 3.5 in it
    [InlineData(true, false, 14, 3)]
    [InlineData(true, true, 14, 5)]
    public void Places_of_the_source_are_found_again(bool isFlippedX, bool isFlippedY, float x, float y) => Assert.Equal(
        new Vector2(x, y), Vector2.Transform(new Vector2(5, 3.5f), new Placement(4, 2, 8, 4, 16, 8, isFlippedX, isFlippedY).Map));

    [Fact]
    public void The_same_size_is_the_same_picture() => Assert.Same(Quad, ViewportFit.Fit(Quad, new Viewport(2, 2), 1));

    [Fact]
    public void An_absurd_viewport_does_not_cost_absurd_memory()
    {
        var fitted = ViewportFit.Fit(Quad, new Viewport(1_000_000, 1_000_000), 1);
        Assert.Equal((4096, 4096), (fitted.Width, fitted.Height));
    }

    [Theory]
    [InlineData(0, 10, 0, 0, 2, 2)]
    [InlineData(10, -1, 0, 0, 2, 2)]
    [InlineData(10, 10, 5, 5, 2, 2)]
    [InlineData(10, 10, 0, 0, 0, 2)]
    [InlineData(10, 10, double.NaN, 0, 2, 2)]
    public void A_senseless_viewport_is_refused(int width, int height, double x, double y, double regionWidth, double regionHeight) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ViewportFit.Fit(Quad, new Viewport(width, height, new SourceRegion(x, y, regionWidth, regionHeight)), 1));

    [Fact]
    public void Weights_sum_to_one_and_stay_inside()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var (source, count) = (random.Next(1, 200), random.Next(1, 300));
            var origin = random.NextDouble() * (source - 0.5);
            var axis = new Axis(origin, Math.Max(0.01, random.NextDouble() * (source - origin)), source, count, seed % 2 == 0);
            for (var i = 0; i < count; i++)
            {
                float sum = 0;
                for (var k = 0; k < axis.Taps; k++)
                {
                    sum += axis.Weights(i)[k];
                    Assert.True(axis.Weights(i)[k] == 0 || (axis.First(i) + k >= 0 && axis.First(i) + k < source));
                }

                Assert.Equal(1, sum, 3);
            }
        }
    }
}
