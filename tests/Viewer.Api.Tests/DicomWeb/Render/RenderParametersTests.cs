using ImagingGateway.Imaging.Rendering;
using ImagingGateway.Imaging.Rendering.Overlays;
using ImagingGateway.Viewer.Api.DicomWeb.Render;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace ImagingGateway.Viewer.Api.Tests.DicomWeb.Render;

public class RenderParametersTests
{
    [Fact]
    public void Reads_viewport_window_and_quality()
    {
        var (options, _) = Read("?viewport=512,256,10,20,100,-50&window=40.5,400,sigmoid&quality=70&annotation=patient");
        Assert.Equal(
            new RenderOptions(RenderedMediaType.Jpeg, new Viewport(512, 256, new SourceRegion(10, 20, 100, -50)), new Window(40.5, 400, WindowFunction.Sigmoid), 70),
            options);
    }

    [Fact]
    public void Keeps_the_preset_viewport()
    {
        Assert.Equal(new Viewport(256, 256), Read("", new Viewport(256, 256)).Options!.Viewport);
        Assert.Equal(new Viewport(64, 64), Read("?viewport=64,64", new Viewport(256, 256)).Options!.Viewport);
        Assert.Null(Read("").Options!.Viewport);
    }

    [Fact]
    public void What_is_left_out_of_a_region_means_up_to_the_edge()
    {
        Assert.Equal(new SourceRegion(0, 0, 65_536, 65_536), Read("?viewport=64,64,,,,").Options!.Viewport!.Source);
        Assert.Equal(new SourceRegion(0, 8, 65_536, -4), Read("?viewport=64,64,,8,,-4").Options!.Viewport!.Source);
    }

    [Fact]
    public void Reads_overlays_and_which_of_the_images_own_windows()
    {
        Assert.Equal((OverlayDisplay.Graphics, 1), (Read("").Options!.Overlays, Read("").Options!.Voi));
        Assert.Equal((OverlayDisplay.All, 3), (Read("?overlays=all").Options!.Overlays, Read("?voi=3").Options!.Voi));
        Assert.Equal(OverlayDisplay.None, Read("?overlays=none&iccprofile=no").Options!.Overlays);
    }

    [Theory]
    [InlineData("overlays=some")]
    [InlineData("voi=0")]
    [InlineData("voi=first")]
    [InlineData("annotation=birthday")]
    [InlineData("iccprofile=yes")]
    [InlineData("viewport=,10")]
    [InlineData("viewport=0,10")]
    [InlineData("viewport=10")]
    [InlineData("viewport=10,10,1")]
    [InlineData("viewport=10,10,1,1,0,5")]
    [InlineData("viewport=10,10,-1,1,5,5")]
    [InlineData("viewport=999999,10")]
    [InlineData("viewport=NaN,10")]
    [InlineData("viewport=a,b")]
    [InlineData("window=40")]
    [InlineData("window=40,0")]
    [InlineData("window=40,-5")]
    [InlineData("window=40,400,cubic")]
    [InlineData("window=1e999,1")]
    [InlineData("quality=0")]
    [InlineData("quality=101")]
    [InlineData("quality=high")]
    public void Says_what_is_wrong(string text)
    {
        var (options, fault) = Read("?" + text);
        Assert.Null(options);
        Assert.Contains(text.Split('=')[0], fault, StringComparison.Ordinal);
    }

    private static (RenderOptions? Options, string? Fault) Read(string text, Viewport? preset = null) =>
        RenderParameters.Read(new QueryCollection(QueryHelpers.ParseQuery(text)), RenderedMediaType.Jpeg, preset);
}
