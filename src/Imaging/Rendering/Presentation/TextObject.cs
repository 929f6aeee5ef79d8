using System.Numerics;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;

namespace ImagingGateway.Imaging.Rendering.Presentation;

/// <summary>A text (PS3.3 C.10.5.1.1): in a box, or beside a point. Places as for <see cref="GraphicObject"/>.</summary>
/// <param name="Corner">First corner of the box; null without box.</param>
/// <param name="Opposite">The other corner.</param>
/// <param name="IsBoxOfDisplay">The box is in parts of the displayed area.</param>
/// <param name="Anchor">Null without point.</param>
/// <param name="IsAnchorVisible">A line leads from the text to the point.</param>
internal sealed record TextObject(
    string Text, Vector2? Corner, Vector2? Opposite, bool IsBoxOfDisplay, Vector2? Anchor, bool IsAnchorOfDisplay, bool IsAnchorVisible)
{
    private const int MostLetters = 1024;

    /// <summary>An item of the Text Object Sequence; null when there is nothing or no place to write.</summary>
    public static TextObject? Read(DataSet item)
    {
        if (item.GetString(Tags.UnformattedTextValue)?.Trim() is not { Length: > 0 } text)
            return null;
        var (boxUnits, anchorUnits) = (item.GetString(Tags.BoundingBoxAnnotationUnits), item.GetString(Tags.AnchorPointAnnotationUnits));
        var corner = PointIn(item.GetNumbers(Tags.BoundingBoxTopLeftHandCorner), boxUnits);
        var opposite = PointIn(item.GetNumbers(Tags.BoundingBoxBottomRightHandCorner), boxUnits);
        var anchor = PointIn(item.GetNumbers(Tags.AnchorPoint), anchorUnits);
        if ((corner is null || opposite is null) && anchor is null)
            return null;
        return new TextObject(
            text.Length > MostLetters ? text[..MostLetters] : text, opposite is null ? null : corner, corner is null ? null : opposite, boxUnits == "DISPLAY",
            anchor, anchorUnits == "DISPLAY", item.GetString(Tags.AnchorPointVisibility) == "Y");
    }

    private static Vector2? PointIn(IReadOnlyList<double> numbers, string? units) => units is "PIXEL" or "DISPLAY" ? Annotation.PointAt(numbers, 0) : null;
}
