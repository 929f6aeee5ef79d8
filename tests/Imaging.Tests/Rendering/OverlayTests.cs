using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Imaging.Rendering;
using ImagingGateway.Imaging.Rendering.Overlays;

namespace ImagingGateway.Imaging.Tests.Rendering;

/// <summary>Overlay planes, vectors by hand (PS3.3 C.9.2, C.9.3).</summary>
public sealed class OverlayTests
{
    private static readonly TransferSyntax Little = TransferSyntax.ExplicitVRLittleEndian;

    [Fact]
    public void A_plane_lies_where_its_origin_says() =>
        Assert.Equal([7, 7, 7, 7, 255, 7, 7, 7, 255], Show(Header().Overlay(0x6000, 2, 2, 2, 2, 0b1001)));

    [Fact]
    public void What_hangs_over_the_edge_is_not_seen() =>
        Assert.Equal([255, 7, 7, 7, 7, 7, 7, 7, 7], Show(Header().Overlay(0x6000, 2, 2, 0, 0, 0b1111)));

    [Fact]
    public void Regions_of_interest_are_seen_when_asked_for()
    {
        var header = Header().Overlay(0x6002, 1, 1, 1, 1, 1, "R").Overlay(0x601E, 1, 1, 3, 3, 1);
        Assert.Equal([7, 7, 7, 7, 7, 7, 7, 7, 255], Show(header));
        Assert.Equal([255, 7, 7, 7, 7, 7, 7, 7, 255], Show(header, OverlayDisplay.All));
        Assert.Equal([7, 7, 7, 7, 7, 7, 7, 7, 7], Show(header, OverlayDisplay.None));
    }

    [Fact]
    public void Planes_of_several_frames_lie_on_their_own_frames()
    {
        // three planes of one bit from frame 2 on: set, clear, set
        var header = Header().Overlay(0x6000, 1, 1, 1, 1, 0b101).SetInteger(Tags.NumberOfFramesInOverlay, 3).SetInteger(Tags.ImageFrameOrigin, 2);
        Assert.Equal([7, 255, 7, 255, 7], Enumerable.Range(1, 5).Select(frame => (int)Show(header, frame: frame)[0]));
    }

    [Fact]
    public void A_single_plane_lies_on_every_frame() =>
        Assert.Equal([255, 255], Enumerable.Range(1, 2).Select(frame => (int)Show(Header().Overlay(0x6000, 1, 1, 1, 1, 1), frame: frame)[0]));

    [Fact]
    public void Bits_that_are_missing_are_not_set()
    {
        var header = Header().Overlay(0x6000, 3, 3, 1, 1, 0xFF); // nine bits, of which one byte is there
        Assert.Equal([255, 255, 255, 255, 255, 255, 255, 255, 7], Show(header));
    }

    [Theory]
    [InlineData(12, new byte[] { 255, 100 })]
    [InlineData(15, new byte[] { 100, 255 })]
    [InlineData(3, new byte[] { 100, 100 })] // a bit of the value itself is no overlay
    public void An_old_plane_is_in_unused_bits_of_the_pixels(int position, byte[] expected)
    {
        var description = Pictures.Grey(1, 2, 16, 12);
        var header = Headers.Of(description).Window(127.5, 255, "LINEAR_EXACT")
            .SetInteger(new Tag(0x6000, 0x0010), 1).SetInteger(new Tag(0x6000, 0x0011), 2).SetString(new Tag(0x6000, 0x0040), VR.CS, "G")
            .SetInteger(new Tag(0x6000, 0x0100), 16).SetInteger(new Tag(0x6000, 0x0102), position)
            .Set(new DataElement(Tags.PixelData, VR.OW, Headers.Words()));
        var options = new RenderOptions(RenderedMediaType.Png);
        Assert.Equal(expected, FrameRenderer.Show(header, Headers.Words(0x1064, 0x8064), 1, Little, options).Pixels);
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(5, 0)]
    public void A_plane_without_size_is_none(int rows, int columns) =>
        Assert.Null(OverlayPlane.Read(Header().Overlay(0x6000, rows, columns, 1, 1, 1), 0x6000, 1));

    private static DataSet Header() => Headers.Of(Pictures.Grey(3, 3));

    private static byte[] Show(DataSet header, OverlayDisplay overlays = OverlayDisplay.Graphics, int frame = 1) => FrameRenderer.Show(
        header, Enumerable.Repeat((byte)7, 9).ToArray(), frame, Little, new RenderOptions(RenderedMediaType.Png, Overlays: overlays)).Pixels;
}
