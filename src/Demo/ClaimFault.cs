namespace ImagingGateway.Demo;

/// <summary>Faults that the demo plants into claims, named by the check that must find them.</summary>
public enum ClaimFault
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

    /// <summary>Nothing was ever stored for the line.</summary>
    NoImages,
}
