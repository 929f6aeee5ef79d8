using System.Numerics;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;

namespace ImagingGateway.Imaging.Rendering.Presentation;

/// <summary>What is drawn in one grey: items of the Graphic Annotation Sequence (PS3.3 C.10.5).</summary>
/// <param name="Ink">Grey of their layers (C.10.7).</param>
internal sealed record Annotation(byte Ink, IReadOnlyList<GraphicObject> Graphics, IReadOnlyList<TextObject> Texts)
{
    /// <summary>Nobody draws so much by hand; each costs time whenever the picture is asked for.</summary>
    private const int MostObjects = 5000, MostPoints = 500_000;

    /// <summary>In the order of the first layer of each grey, in which they are drawn.</summary>
    /// <param name="source">The presentation state, for its layers.</param>
    /// <param name="items">Those items that concern the frame.</param>
    /// <exception cref="Codecs.UndecodableFrameException">There are too many: a picture is not shown without what was written on it.</exception>
    public static IReadOnlyList<Annotation> Read(DataSet source, IEnumerable<DataSet> items)
    {
        var layers = source.GetItems(Tags.GraphicLayerSequence);
        var read = new List<(long Order, Annotation Annotation)>();
        foreach (var item in items)
        {
            var name = item.GetString(Tags.GraphicLayer);
            var layer = layers.FirstOrDefault(one => one.GetString(Tags.GraphicLayer) == name);
            var ink = (byte)((layer?.GetInteger(Tags.GraphicLayerRecommendedDisplayGrayscaleValue) ?? 0xFFFF) >> 8);
            read.Add((layer?.GetInteger(Tags.GraphicLayerOrder) ?? 0, new Annotation(
                ink,
                [.. item.GetItems(Tags.GraphicObjectSequence).Select(GraphicObject.Read).OfType<GraphicObject>()],
                [.. item.GetItems(Tags.TextObjectSequence).Select(TextObject.Read).OfType<TextObject>()])));
        }

        if (read.Sum(one => one.Annotation.Graphics.Count + one.Annotation.Texts.Count) > MostObjects
            || read.Sum(one => one.Annotation.Graphics.Sum(graphic => (long)graphic.Points.Count)) > MostPoints)
            throw new Codecs.UndecodableFrameException("The picture cannot be shown with its annotations: there are more than the gateway draws. Show the image without the presentation state.");

        // one for each grey: drawing costs a mask of the whole picture, however many items there are
        return
        [
            .. read.OrderBy(one => one.Order).GroupBy(one => one.Annotation.Ink, one => one.Annotation)
                .Select(same => new Annotation(same.Key, [.. same.SelectMany(one => one.Graphics)], [.. same.SelectMany(one => one.Texts)])),
        ];
    }

    /// <summary>A point of the item; null when it is not there or cannot be drawn.</summary>
    public static Vector2? PointAt(IReadOnlyList<double> numbers, int index)
    {
        if (numbers.Count < (2 * index) + 2)
            return null;
        var point = new Vector2((float)numbers[2 * index], (float)numbers[(2 * index) + 1]);
        return Math.Abs(point.X) < 1e6f && Math.Abs(point.Y) < 1e6f ? point : null;
    }
}
