using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Storage.Query;

/// <summary>One matching key as C-FIND and QIDO-RS both mean it (PS3.4 C.2.2.2).</summary>
/// <param name="Tag">The attribute.</param>
/// <param name="Value">Decoded text: single value, <c>*</c>/<c>?</c> wildcards, <c>a-b</c> range for DA TM DT, UIDs separated by backslash. Empty is universal matching.</param>
public sealed record KeyMatch(Tag Tag, string Value);
