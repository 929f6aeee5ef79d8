namespace ImagingGateway.Dicom.Encoding;

/// <summary>A breach in an element header that could be put right.</summary>
internal enum HeaderFlaw : byte
{
    None,

    /// <summary>Two characters that are no defined VR (PS3.5 6.2).</summary>
    UnknownVR,

    /// <summary>No characters where the VR belongs: the element is coded as implicit VR.</summary>
    MissingVR,

    /// <summary>A VR that needs a 32-bit length was written with a 16-bit one (PS3.5 7.1.2).</summary>
    ShortLength,
}
