using System.Numerics;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Imaging.Codecs;
using ImagingGateway.Imaging.Rendering;
using ImagingGateway.Imaging.Rendering.Presentation;

namespace ImagingGateway.Imaging.Tests.Rendering;

/// <summary>Presentation states, vectors by hand (PS3.3 A.33.1, C.10, C.11).</summary>
public sealed class PresentationTests
{
    private static readonly Uid Image = new("1.2.3.1"), Series = new("1.2.3");

    // 3 wide, 2 high
    private static readonly Raster Picture = new([1, 2, 3, 4, 5, 6], 3, 2, 1);

    [Theory]
    [InlineData(0, "N", 3, new byte[] { 1, 2, 3, 4, 5, 6 })]
    [InlineData(90, "N", 2, new byte[] { 4, 1, 5, 2, 6, 3 })]
    [InlineData(180, "N", 3, new byte[] { 6, 5, 4, 3, 2, 1 })]
    [InlineData(270, "N", 2, new byte[] { 3, 6, 2, 5, 1, 4 })]
    [InlineData(0, "Y", 3, new byte[] { 3, 2, 1, 6, 5, 4 })]
    [InlineData(90, "Y", 2, new byte[] { 1, 4, 2, 5, 3, 6 })]
    [InlineData(45, "N", 3, new byte[] { 1, 2, 3, 4, 5, 6 })] // not permitted: not turned
    public void Turns_clockwise_then_flips(int rotation, string flip, int width, byte[] expected)
    {
        var orientation = Orientation.Read(new DataSet().SetInteger(Tags.ImageRotation, rotation).SetString(Tags.ImageHorizontalFlip, flip));
        var turned = orientation.Turn(Picture);
        Assert.Equal((width, 6 / width), (turned.Width, turned.Height));
        Assert.Equal(expected, turned.Pixels);

        // the middle of every pixel goes where its value went
        var map = orientation.Map(3, 2);
        for (var i = 0; i < 6; i++)
        {
            var place = Vector2.Transform(new Vector2((i % 3) + 0.5f, (i / 3) + 0.5f), map);
            Assert.Equal(Picture.Pixels[i], turned.Pixels[((int)place.Y * turned.Width) + (int)place.X]);
        }
    }

    [Fact]
    public void Colour_turns_pixel_by_pixel() =>
        Assert.Equal([4, 5, 6, 1, 2, 3], new Orientation(2, false).Turn(new Raster([1, 2, 3, 4, 5, 6], 2, 1, 3)).Pixels);

    [Theory]
    [InlineData(2, 1, 3, 2, 2, new byte[] { 2, 3, 5, 6 })]
    [InlineData(3, 2, 2, 1, 2, new byte[] { 2, 3, 5, 6 })] // corners of a turned picture
    [InlineData(0, 1, 1, 2, 2, new byte[] { 0, 1, 0, 4 })] // a column beyond the left edge
    [InlineData(3, 2, 4, 3, 2, new byte[] { 6, 0, 0, 0 })]
    [InlineData(10, 10, 12, 12, 3, new byte[] { 1, 2, 3, 4, 5, 6 })] // beside the image
    public void The_displayed_area_is_cut_out(int left, int top, int right, int bottom, int width, byte[] expected)
    {
        var item = new DataSet().SetInteger(Tags.DisplayedAreaTopLeftHandCorner, left, top).SetInteger(Tags.DisplayedAreaBottomRightHandCorner, right, bottom);
        var cut = DisplayedArea.Read(item)!.Within(Picture).Cut(Picture);
        Assert.Equal(width, cut.Width);
        Assert.Equal(expected, cut.Pixels);
    }

    [Fact]
    public void A_displayed_area_beyond_measure_stays_small()
    {
        var item = new DataSet().SetInteger(Tags.DisplayedAreaTopLeftHandCorner, int.MinValue, int.MinValue)
            .SetInteger(Tags.DisplayedAreaBottomRightHandCorner, int.MaxValue, int.MaxValue);
        var area = DisplayedArea.Read(item)!.Within(new Raster(new byte[100 * 40], 100, 40, 1));
        Assert.Equal((-50, -20, 200, 80), (area.Left, area.Top, area.Width, area.Height));
    }

    [Fact]
    public void A_rectangular_shutter_shows_its_edges() => AssertCovered(
        Shutter("RECTANGULAR").SetInteger(Tags.ShutterLeftVerticalEdge, 2).SetInteger(Tags.ShutterRightVerticalEdge, 4)
            .SetInteger(Tags.ShutterUpperHorizontalEdge, 2).SetInteger(Tags.ShutterLowerHorizontalEdge, 3),
        "#####", "#...#", "#...#", "#####", "#####");

    [Fact]
    public void A_circular_shutter_shows_what_is_within_its_radius() => AssertCovered(
        Shutter("CIRCULAR").SetInteger(Tags.CenterOfCircularShutter, 3, 3).SetInteger(Tags.RadiusOfCircularShutter, 2),
        "##.##", "#...#", ".....", "#...#", "##.##");

    [Fact]
    public void A_polygonal_shutter_shows_its_inside() => AssertCovered(
        // row\column: a triangle with corners at 1\1, 1\5 and 6\1
        Shutter("POLYGONAL").SetInteger(Tags.VerticesOfThePolygonalShutter, 1, 1, 1, 5, 6, 1),
        ".....", "....#", "...##", "..###", ".####");

    [Fact]
    public void A_polygonal_shutter_shows_its_edges() => AssertCovered(
        Shutter("POLYGONAL").SetInteger(Tags.VerticesOfThePolygonalShutter, 2, 2, 2, 4, 4, 4, 4, 2), "#####", "#...#", "#...#", "#...#", "#####");

    [Fact]
    public void What_is_inside_all_shapes_is_seen() => AssertCovered(
        Shutter("RECTANGULAR", "CIRCULAR").SetInteger(Tags.ShutterLeftVerticalEdge, 3).SetInteger(Tags.ShutterRightVerticalEdge, 5)
            .SetInteger(Tags.ShutterUpperHorizontalEdge, 1).SetInteger(Tags.ShutterLowerHorizontalEdge, 5)
            .SetInteger(Tags.CenterOfCircularShutter, 3, 3).SetInteger(Tags.RadiusOfCircularShutter, 1),
        "#####", "##.##", "##..#", "##.##", "#####");

    [Fact]
    public void A_bitmap_shutter_covers_where_its_bits_are_set() => AssertCovered(
        Shutter("BITMAP").SetInteger(Tags.ShutterOverlayGroup, 0x6004).Overlay(0x6004, 2, 2, 2, 2, 0b0111),
        ".....", ".##..", ".#...", ".....", ".....");

    [Fact]
    public void A_circle_goes_through_its_second_point_and_an_ellipse_through_its_four()
    {
        var circle = Graphic("CIRCLE", 10, 20, 13, 24).Outline;
        Assert.All(circle, point => Assert.Equal(5, Vector2.Distance(point, new Vector2(10, 20)), 3));
        Assert.Equal(circle[0], circle[^1]);
        var ellipse = Graphic("ELLIPSE", 0, 5, 20, 5, 10, 0, 10, 10).Outline;
        foreach (var end in (Vector2[])[new(0, 5), new(20, 5), new(10, 0), new(10, 10)])
            Assert.Contains(ellipse, point => Vector2.Distance(point, end) < 0.001f);
        Assert.All(ellipse, point => Assert.Equal(1, Math.Pow((point.X - 10) / 10, 2) + Math.Pow((point.Y - 5) / 5, 2), 3));
    }

    [Fact]
    public void A_curve_goes_through_its_points()
    {
        var curve = Graphic("INTERPOLATED", 0, 0, 10, 5, 20, 0).Outline;
        foreach (var point in (Vector2[])[new(0, 0), new(10, 5), new(20, 0)])
            Assert.Contains(curve, place => Vector2.Distance(place, point) < 0.001f);
        Assert.True(curve.Count > 10);
    }

    [Theory]
    [InlineData("POLYLINE", 1f, 2f)] // one point is no line
    [InlineData("ELLIPSE", 1f, 2f, 3f, 4f)]
    [InlineData("SPIRAL", 1f, 2f, 3f, 4f)]
    public void A_shape_that_is_not_whole_or_not_known_is_not_drawn(string type, params float[] data) => Assert.Empty(Graphic(type, data).Outline);

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(1e30f)]
    public void Points_that_are_no_places_are_not_drawn(float value) =>
        Assert.Null(GraphicObject.Read(Item("POLYLINE", "PIXEL", 1, 2, value, 4)));

    [Fact]
    public void The_state_replaces_the_grey_scale_of_the_image()
    {
        var state = State().Window(50, 100, "INVALID").With(
            Tags.SoftcopyVOILUTSequence,
            new DataSet().Window(10, 20, "LINEAR_EXACT").With(Tags.ReferencedImageSequence, Reference("9.9")), // of another image
            new DataSet().Window(50, 100, "LINEAR_EXACT").With(Tags.ReferencedImageSequence, Reference(Image.Value)));
        Assert.Equal([0, 64, 128, 191, 255], Show(state, 0, 25, 50, 75, 100)); // no rescale, no inversion by MONOCHROME1
        Assert.Equal([255, 191, 128, 64, 0], Show(state.SetString(Tags.PresentationLUTShape, "INVERSE"), 0, 25, 50, 75, 100));
        Assert.Equal([255, 255, 191, 128, 64], Show(state.Rescale(1, -25), 0, 25, 50, 75, 100));
    }

    [Fact]
    public void Without_a_VOI_everything_that_can_be_stored_is_shown() => Assert.Equal([0, 64, 255, 255, 255], Show(State(), 0, 1028, 4095, 4095, 4095));

    [Fact]
    public void An_image_the_state_does_not_name_is_shown_as_ever()
    {
        var state = PresentationState.Read(State().SetInteger(Tags.ImageRotation, 180))!;
        Assert.Null(state.For(new Uid("9.9"), 1));
        Assert.NotNull(state.For(Image, 7));
    }

    [Fact]
    public void Only_named_frames_are_meant()
    {
        var source = new DataSet().With(
            Tags.ReferencedSeriesSequence,
            new DataSet().SetString(Tags.SeriesInstanceUID, Series.Value)
                .With(Tags.ReferencedImageSequence, Reference(Image.Value).SetInteger(Tags.ReferencedFrameNumber, 2, 5)));
        var state = PresentationState.Read(source)!;
        Assert.Equal((Series, Image), (state.Images[0].Series, state.Images[0].Instance));
        Assert.Equal([false, true, false, true], new[] { 1, 2, 4, 5 }.Select(frame => state.For(Image, frame) is not null));
        Assert.Null(PresentationState.Read(new DataSet()));
    }

    [Fact]
    public void Overlays_are_shown_when_they_are_activated()
    {
        var state = State().With(Tags.SoftcopyVOILUTSequence, new DataSet().Window(50, 100, "LINEAR_EXACT"));
        Assert.Equal([0, 0, 0, 0, 0], Show(state, header => header.Overlay(0x6000, 1, 1, 1, 1, 1), 0, 0, 0, 0, 0));
        state.SetString(new Tag(0x6000, 0x1001), VR.CS, "LAYER");
        Assert.Equal([255, 0, 0, 0, 0], Show(state, header => header.Overlay(0x6000, 1, 1, 1, 1, 1), 0, 0, 0, 0, 0));
        state.SetString(new Tag(0x6002, 0x1001), VR.CS, "LAYER").Overlay(0x6002, 1, 1, 1, 3, 1);
        Assert.Equal([0, 0, 255, 0, 0], Show(state, 0, 0, 0, 0, 0));
    }

    [Fact]
    public void Overlays_are_seen_on_the_shutter()
    {
        var state = State().With(Tags.SoftcopyVOILUTSequence, new DataSet().Window(50, 100, "LINEAR_EXACT"))
            .SetString(Tags.ShutterShape, "RECTANGULAR").SetInteger(Tags.ShutterLeftVerticalEdge, 2).SetInteger(Tags.ShutterRightVerticalEdge, 3)
            .SetInteger(Tags.ShutterUpperHorizontalEdge, 1).SetInteger(Tags.ShutterLowerHorizontalEdge, 1).SetInteger(Tags.ShutterPresentationValue, 0x2000)
            .SetString(new Tag(0x6000, 0x1001), VR.CS, "LAYER").Overlay(0x6000, 1, 1, 1, 1, 1);
        Assert.Equal([255, 128, 128, 32, 32], Show(state, 50, 50, 50, 50, 50));
    }

    [Fact]
    public void A_line_is_drawn_where_the_turned_and_cut_picture_has_its_pixels()
    {
        // 40 by 20, the right half displayed and turned by 90 degrees: the column at 30 becomes the row at 10
        var source = State().SetInteger(Tags.ImageRotation, 90)
            .With(Tags.DisplayedAreaSelectionSequence, new DataSet()
                .SetInteger(Tags.DisplayedAreaTopLeftHandCorner, 21, 1).SetInteger(Tags.DisplayedAreaBottomRightHandCorner, 40, 20))
            .With(Tags.GraphicAnnotationSequence, new DataSet().With(Tags.GraphicObjectSequence, Item("POLYLINE", "PIXEL", 30.5f, 0, 30.5f, 20)));
        var shown = PresentationState.Read(source)!.For(Image, 1)!.Lay(new Raster(new byte[800], 40, 20, 1), null, 1);
        Assert.Equal((20, 20), (shown.Width, shown.Height));
        for (var row = 0; row < 20; row++)
            Assert.Equal(row == 10 ? 255 : 0, shown.Pixels[(row * 20) + 10]);
        var doubled = PresentationState.Read(source)!.For(Image, 1)!.Lay(new Raster(new byte[800], 40, 20, 1), new Viewport(40, 40), 1);
        Assert.Equal([true, false, false], new[] { 20, 10, 30 }.Select(row => doubled.Pixels[(row * 40) + 20] > 100 || doubled.Pixels[((row + 1) * 40) + 20] > 100));
    }

    [Fact]
    public void A_line_has_a_dark_edge_and_the_grey_of_its_layer()
    {
        var source = State()
            .With(Tags.GraphicLayerSequence, new DataSet().SetString(Tags.GraphicLayer, "ONE").SetInteger(Tags.GraphicLayerOrder, 1)
                .SetInteger(Tags.GraphicLayerRecommendedDisplayGrayscaleValue, 0xC800))
            .With(Tags.GraphicAnnotationSequence, new DataSet().SetString(Tags.GraphicLayer, "ONE")
                .With(Tags.GraphicObjectSequence, Item("POLYLINE", "DISPLAY", 0, 0.525f, 1, 0.525f)));
        var ground = Enumerable.Repeat((byte)255, 400).ToArray();
        var shown = PresentationState.Read(source)!.For(Image, 1)!.Lay(new Raster(ground, 20, 20, 1), null, 1);
        Assert.Equal([255, 0, 200, 0, 255], Enumerable.Range(8, 5).Select(row => (int)shown.Pixels[(row * 20) + 10]));
        Assert.All(ground, pixel => Assert.Equal(255, pixel));
    }

    [Fact]
    public void More_drawings_than_anybody_makes_are_refused_in_words()
    {
        var item = new DataSet().With(Tags.GraphicObjectSequence, [.. Enumerable.Range(0, 5001).Select(_ => Item("POLYLINE", "PIXEL", 0, 0, 1, 1))]);
        var refusal = Assert.Throws<UndecodableFrameException>(() => Annotation.Read(State(), [item]));
        Assert.Contains("more than the gateway draws", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Items_of_one_grey_are_drawn_together()
    {
        DataSet Line() => new DataSet().With(Tags.GraphicObjectSequence, Item("POLYLINE", "PIXEL", 0, 0, 1, 1));
        var source = State().With(Tags.GraphicAnnotationSequence, Line(), Line(), Line());
        Assert.Equal(3, Assert.Single(PresentationState.Read(source)!.For(Image, 1)!.Annotations).Graphics.Count);
    }

    [Fact]
    public void Text_stands_in_its_box_or_beside_its_point()
    {
        DataSet Text() => new DataSet().SetString(Tags.UnformattedTextValue, "Left");
        var boxed = Text().SetString(Tags.BoundingBoxAnnotationUnits, "PIXEL")
            .SetNumber(Tags.BoundingBoxTopLeftHandCorner, 10, 10).SetNumber(Tags.BoundingBoxBottomRightHandCorner, 90, 40);
        var anchored = Text().SetString(Tags.AnchorPointAnnotationUnits, "DISPLAY").SetNumber(Tags.AnchorPoint, 0.5, 0.75).SetString(Tags.AnchorPointVisibility, "N");
        Assert.Null(TextObject.Read(Text())); // nowhere to stand
        Assert.True(Ink(boxed, 10, 10, 60, 30) > 30);
        Assert.Equal(0, Ink(boxed, 0, 50, 200, 150));
        Assert.True(Ink(anchored, 100, 135, 80, 30) > 30);
        Assert.Equal(0, Ink(anchored, 0, 0, 200, 120));
    }

    private static int Ink(DataSet text, int left, int top, int width, int height)
    {
        var source = State().With(Tags.GraphicAnnotationSequence, new DataSet().With(Tags.TextObjectSequence, text));
        var shown = PresentationState.Read(source)!.For(Image, 1)!.Lay(new Raster(new byte[40_000], 200, 200, 1), null, 1);
        return Enumerable.Range(top, height).Sum(row => shown.Pixels.AsSpan((row * 200) + left, width).ToArray().Count(pixel => pixel > 100));
    }

    private static DataSet State() => new DataSet().With(
        Tags.ReferencedSeriesSequence,
        new DataSet().SetString(Tags.SeriesInstanceUID, Series.Value).With(Tags.ReferencedImageSequence, Reference(Image.Value)));

    private static DataSet Reference(string instance) => new DataSet().SetString(Tags.ReferencedSOPInstanceUID, instance);

    private static DataSet Shutter(params string[] shapes) => new DataSet().SetString(Tags.ShutterShape, shapes);

    private static void AssertCovered(DataSet source, params string[] rows)
    {
        var shutter = DisplayShutter.Read(source, source)!;
        var covered = new bool[5];
        for (var row = 0; row < rows.Length; row++)
        {
            shutter.Cover(row, covered);
            Assert.Equal(rows[row], string.Concat(covered.Select(one => one ? '#' : '.')));
        }

        var raster = new Raster(Enumerable.Repeat((byte)9, 25).ToArray(), 5, 5, 1);
        shutter.Burn(raster, 1);
        Assert.Equal(string.Concat(rows).Count(one => one == '#'), raster.Pixels.Count(pixel => pixel == 0));
    }

    private static DataSet Item(string type, string units, params float[] data) => new DataSet()
        .SetString(Tags.GraphicAnnotationUnits, units).SetString(Tags.GraphicType, type)
        .SetNumber(Tags.GraphicData, [.. data.Select(value => (double)value)]);

    private static GraphicObject Graphic(string type, params float[] data) => GraphicObject.Read(Item(type, "PIXEL", data))!;

    private static byte[] Show(DataSet state, params int[] stored) => Show(state, header => header, stored);

    private static byte[] Show(DataSet state, Func<DataSet, DataSet> with, params int[] stored)
    {
        var description = Pictures.Grey(1, 5, 16, 12, photometric: "MONOCHROME1");
        var header = with(Headers.Of(description).SetString(Tags.SOPInstanceUID, Image.Value).Rescale(1, -1000).Window(1, 1));
        var options = new RenderOptions(RenderedMediaType.Png) { State = PresentationState.Read(state) };
        return FrameRenderer.Show(header, Headers.Words([.. stored.Select(value => (ushort)value)]), 1, TransferSyntax.ExplicitVRLittleEndian, options).Pixels;
    }
}
