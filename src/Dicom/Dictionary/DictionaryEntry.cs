using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.Dictionary;

/// <summary>One row of PS3.6 section 6, 7 or 8, or of PS3.7 annex E.</summary>
/// <param name="Tag">The tag; of a repeating group the first one.</param>
/// <param name="VR">The value representation, the first when there is a choice.</param>
/// <param name="Alternatives">The other representations of a choice such as "US or SS"; mostly empty.</param>
/// <param name="VM">How many values it may have.</param>
/// <param name="Keyword">The keyword; empty for a few retired elements that have none.</param>
/// <param name="Name">The name in words.</param>
/// <param name="IsRetired">No longer in the standard's use.</param>
/// <param name="IsRepeating">Stands for several tags, such as those of groups 6000 to 601E.</param>
public sealed record DictionaryEntry(
    Tag Tag, VR VR, IReadOnlyList<VR> Alternatives, ValueMultiplicity VM, string Keyword, string Name, bool IsRetired, bool IsRepeating);
