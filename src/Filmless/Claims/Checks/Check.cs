namespace ImagingGateway.Filmless.Claims.Checks;

/// <summary>The thirteen questions to every claim line, in the order of the table.</summary>
public enum Check
{
    Identity,
    TimeOrder,
    Modality,
    BodyPart,
    Views,
    Device,
    DetectorRows,
    FieldStrength,
    Contrast,
    Overlap,
    SharedPixels,
    Report,
    Delivery,
}
