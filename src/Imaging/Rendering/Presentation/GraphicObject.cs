using System.Numerics;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;

namespace ImagingGateway.Imaging.Rendering.Presentation;

/// <summary>A shape (PS3.3 C.10.5.1.2). Points are column\row: in pixels of the frame, 0\0 being the upper left corner of the first pixel, or in
/// parts of the displayed area from 0 to 1.</summary>
/// <param name="IsOfDisplay">Points are parts of the displayed area.</param>
internal sealed record GraphicObject(string Type, IReadOnlyList<Vector2> Points, bool IsOfDisplay, bool IsFilled)
{
    private const int MostPoints = 100_000, Corners = 72, Steps = 12;

    /// <summary>An item of the Graphic Object Sequence; null when it cannot be drawn.</summary>
    public static GraphicObject? Read(DataSet item)
    {
        var units = item.GetString(Tags.GraphicAnnotationUnits);
        var numbers = item.GetNumbers(Tags.GraphicData);
        if (units is not ("PIXEL" or "DISPLAY") || item.GetString(Tags.GraphicType) is not { } type || numbers.Count is < 2 or > 2 * MostPoints)
            return null;
        var points = new Vector2[numbers.Count / 2];
        for (var i = 0; i < points.Length; i++)
        {
            if (Annotation.PointAt(numbers, i) is not { } point)
                return null;
            points[i] = point;
        }

        return new GraphicObject(type, points, units == "DISPLAY", item.GetString(Tags.GraphicFilled) == "Y");
    }

    /// <summary>The line to draw, in the units of the points; one place for a point, nothing for a shape that is not known or not whole.</summary>
    public IReadOnlyList<Vector2> Outline => (Type, Points.Count) switch
    {
        ("POINT", _) => [Points[0]],
        ("POLYLINE", >= 2) => Points,
        ("INTERPOLATED", >= 2) => Curve(),
        ("CIRCLE", >= 2) when Vector2.Distance(Points[0], Points[1]) is var radius => Ellipse(Points[0], new Vector2(radius, 0), new Vector2(0, radius)),
        ("ELLIPSE", >= 4) => Ellipse((Points[0] + Points[1]) / 2, (Points[1] - Points[0]) / 2, (Points[3] - Points[2]) / 2),
        _ => [],
    };

    private static Vector2[] Ellipse(Vector2 center, Vector2 major, Vector2 minor)
    {
        var outline = new Vector2[Corners + 1];
        for (var i = 0; i <= Corners; i++)
        {
            var (sine, cosine) = MathF.SinCos(2 * MathF.PI * (i % Corners) / Corners);
            outline[i] = center + (major * cosine) + (minor * sine);
        }

        return outline;
    }

    /// <summary>A smooth curve through every point (Catmull-Rom); the standard leaves the kind of curve open.</summary>
    private List<Vector2> Curve()
    {
        var outline = new List<Vector2> { Points[0] };
        for (var i = 0; i + 1 < Points.Count; i++)
        {
            var (before, from, to, after) = (Points[Math.Max(0, i - 1)], Points[i], Points[i + 1], Points[Math.Min(Points.Count - 1, i + 2)]);
            for (var step = 1; step <= Steps; step++)
            {
                var t = (float)step / Steps;
                outline.Add(((2 * from) + ((to - before) * t) + (((2 * before) - (5 * from) + (4 * to) - after) * t * t)
                    + (((3 * from) - before - (3 * to) + after) * t * t * t)) / 2);
            }
        }

        return outline;
    }
}
