namespace ImagingGateway.Dicom.Dictionary;

/// <summary>Every data element of PS3.6 (and PS3.7 annex E) by its keyword. A keyword of a repeating group, such as
/// <see cref="OverlayRows"/>, gives the first of its tags; add <c>2n</c> to the group for the others.</summary>
public static partial class Tags;
