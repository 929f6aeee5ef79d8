namespace ImagingGateway.Dicom.Xml;

/// <summary>What PS3.19 table A.1.5-2 calls the component groups of a name and their components, in the order of PS3.5 6.2.1.</summary>
internal static class NameElements
{
    public static IReadOnlyList<string> Groups { get; } = ["Alphabetic", "Ideographic", "Phonetic"];

    public static IReadOnlyList<string> Components { get; } = ["FamilyName", "GivenName", "MiddleName", "NamePrefix", "NameSuffix"];
}
