namespace ImagingGateway.Dicom.Dictionary;

/// <summary>Every unique identifier of PS3.6 annex A by its keyword.</summary>
public static partial class Uids;
