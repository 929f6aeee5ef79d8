using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Imaging.Codecs;
using ImagingGateway.Imaging.Rendering;

namespace ImagingGateway.Imaging.Tests.Rendering;

/// <summary>Rendering from stored bytes to a coded picture.</summary>
public sealed class FrameRendererTests
{
    private static readonly TransferSyntax Little = TransferSyntax.ExplicitVRLittleEndian, Baseline = TransferSyntax.Of(new Uid("1.2.840.10008.1.2.4.50"));

    [Theory]
    [InlineData(RenderedMediaType.Jpeg, "image/jpeg")]
    [InlineData(RenderedMediaType.Png, "image/png")]
    [InlineData(RenderedMediaType.Webp, "image/webp")]
    public void Every_media_type_says_its_name_and_size(RenderedMediaType mediaType, string contentType)
    {
        Assert.True(FrameRenderer.CanWrite(mediaType));
        var description = Pictures.Grey(30, 60, 16, 12);
        var frame = Pictures.Fill(description);
        var image = FrameRenderer.Render(Headers.Of(description), frame.Samples, 1, Little, new RenderOptions(mediaType, new Viewport(30, 30)));
        Assert.Equal((contentType, 30, 15), (image.ContentType, image.Width, image.Height));
    }

    [Fact]
    public void A_thumbnail_from_a_halved_frame_looks_like_one_from_the_whole()
    {
        var description = Pictures.Grey(256, 320);
        var jpeg = FrameEncoder.Encode(Pictures.Fill(description), Baseline, 95);
        var header = Headers.Of(description);
        var halved = FrameDecoder.Decode(description, jpeg.Bytes, Baseline, new FrameSource(Reduction: 2));
        Assert.Equal((64, 80), (halved.Description.Rows, halved.Description.Columns));
        var (viewport, whole) = (new Viewport(40, 40), new SourceRegion(0, 0, 320, 256)); // naming a region keeps the full size
        var quick = FrameRenderer.Rasterize(header, jpeg.Bytes, 1, Baseline, new RenderOptions(RenderedMediaType.Png, viewport));
        Assert.Equal((80, 64), (quick.Width, quick.Height)); // eight times too wide: halved twice, the rest is a mean
        var left = ImagingGateway.Imaging.Rendering.Scaling.ViewportFit.Fit(quick, viewport, 1);
        var right = ImagingGateway.Imaging.Rendering.Scaling.ViewportFit.Fit(
            FrameRenderer.Rasterize(header, jpeg.Bytes, 1, Baseline, new RenderOptions(RenderedMediaType.Png, viewport with { Source = whole })), viewport, 1);
        Assert.Equal((left.Width, left.Height), (right.Width, right.Height));
        Assert.InRange(left.Pixels.Zip(right.Pixels, (a, b) => Math.Abs(a - b)).Average(), 0, 8);
    }

    [Theory]
    [InlineData("ratio", 100, 100)]
    [InlineData("spacing", 100, 100)]
    [InlineData("measures", 100, 100)]
    [InlineData("", 100, 50)]
    public void Pixels_that_are_no_squares_are_shown_in_their_shape(string where, int width, int height)
    {
        var description = Pictures.Grey(50, 100);
        var header = Headers.Of(description);
        _ = where switch
        {
            "ratio" => header.SetInteger(Tags.PixelAspectRatio, 2, 1).SetNumber(Tags.PixelSpacing, 1, 1),
            "spacing" => header.SetNumber(Tags.PixelSpacing, 1.4, 0.7),
            "measures" => header.With(Tags.SharedFunctionalGroupsSequence, new DataSet().With(Tags.PixelMeasuresSequence, new DataSet().SetNumber(Tags.PixelSpacing, 1.4, 0.7))),
            _ => header,
        };
        var image = FrameRenderer.Render(header, Pictures.Fill(description).Samples, 1, Little, new RenderOptions(RenderedMediaType.Png, new Viewport(100, 100)));
        Assert.Equal((width, height), (image.Width, image.Height));
    }

    [Fact]
    public void Palette_indices_are_never_blended()
    {
        var header = Headers.Of(Pictures.Grey(64, 64, photometric: "PALETTE COLOR"));
        foreach (var tag in (Tag[])[Tags.RedPaletteColorLookupTableDescriptor, Tags.GreenPaletteColorLookupTableDescriptor, Tags.BluePaletteColorLookupTableDescriptor])
            header.Set(new DataElement(tag, VR.US, Headers.Words(256, 0, 16)));
        foreach (var tag in (Tag[])[Tags.RedPaletteColorLookupTableData, Tags.GreenPaletteColorLookupTableData, Tags.BluePaletteColorLookupTableData])
            header.Set(new DataElement(tag, VR.OW, Headers.Words([.. Enumerable.Range(0, 256).Select(i => (ushort)(i << 8))])));
        var raster = FrameRenderer.Rasterize(header, new byte[64 * 64], 1, Little, new RenderOptions(RenderedMediaType.Png, new Viewport(8, 8)));
        Assert.Equal((64, 64, 3), (raster.Width, raster.Height, raster.Channels));
    }

    [Fact]
    public void A_header_without_an_image_is_refused() => Assert.Throws<UndecodableFrameException>(
        () => FrameRenderer.Render(new DataSet(), new byte[10], 1, Little, new RenderOptions(RenderedMediaType.Png)));

    [Fact]
    public void A_contact_sheet_holds_grey_and_colour_and_leaves_the_broken_ones_black()
    {
        var sheet = new ContactSheet(2, 2, 20, 10);
        var (grey, colour) = (Pictures.Grey(10, 10), Pictures.Colour(10, 10));
        Assert.True(sheet.Add(Headers.Of(grey), Enumerable.Repeat((byte)200, 100).ToArray(), 1, Little));
        Assert.Equal("image/png", sheet.Write(RenderedMediaType.Png).ContentType);
        Assert.True(sheet.Add(Headers.Of(colour), Enumerable.Repeat((byte)100, 300).ToArray(), 1, Little));
        Assert.False(sheet.Add(Headers.Of(grey), new byte[3], 1, Little));
        Assert.False(sheet.IsFull);
        Assert.True(sheet.Add(Headers.Of(grey), new byte[100], 1, Little));
        Assert.True(sheet.IsFull);
        Assert.Throws<InvalidOperationException>(() => sheet.Add(Headers.Of(grey), new byte[100], 1, Little));
        var image = sheet.Write(RenderedMediaType.Jpeg, 95);
        Assert.Equal((40, 20), (image.Width, image.Height));
        var pixels = FrameDecoder.Decode(Pictures.Colour(20, 40), image.Bytes, Baseline).Samples.Span;
        Assert.InRange(pixels[(5 * 40 + 10) * 3], 190, 210); // middle of the first cell
        Assert.InRange(pixels[(15 * 40 + 10) * 3], 0, 10); // the broken one
    }

    [Fact]
    public void A_contact_sheet_has_a_sensible_size()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ContactSheet(0, 1, 10, 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ContactSheet(100, 1, 100, 10));
    }
}
