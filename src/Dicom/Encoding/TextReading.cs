namespace ImagingGateway.Dicom.Encoding;

/// <summary>How text is decoded that breaks the rules of its character set.</summary>
public enum TextReading
{
    /// <summary>What the bytes say under the declared character set.</summary>
    Strict,

    /// <summary>What they most likely mean: UTF-8 that was not declared, Windows code pages, a misnamed set.</summary>
    Lenient,
}
