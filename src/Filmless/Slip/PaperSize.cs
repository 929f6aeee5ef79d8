namespace ImagingGateway.Filmless.Slip;

/// <summary>Paper a slip is printed on, upright (ISO 216).</summary>
public enum PaperSize
{
    A5,
    A4,
}
