using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.Dictionary;

/// <summary>The data dictionary of PS3.6, with the command elements of PS3.7 annex E. Lookups allocate nothing but the entry, once.</summary>
public static class DicomDictionary
{
    /// <summary>Number of rows; repeating groups count once.</summary>
    public static int Count => DictionaryTable.Count;

    /// <summary>The row of a tag, also inside repeating groups; null for private and unknown tags.</summary>
    public static DictionaryEntry? Find(Tag tag) => DictionaryTable.IndexOf(tag) is >= 0 and var row ? DictionaryTable.Entry(row) : null;

    /// <summary>The tag is in the dictionary.</summary>
    public static bool Contains(Tag tag) => DictionaryTable.IndexOf(tag) >= 0;

    /// <summary>The row of a keyword such as <c>PatientName</c>, letter for letter; null when there is none.</summary>
    public static DictionaryEntry? FindByKeyword(ReadOnlySpan<char> keyword) =>
        DictionaryTable.IndexOf(keyword) is >= 0 and var row ? DictionaryTable.Entry(row) : null;

    /// <summary>
    /// The representation an implicit VR reader gives a tag before it knows more (PS3.5 6.2 and A.1): the dictionary's first choice
    /// ("US or SS" gives US, "OB or OW" gives OW as A.1 demands), UL for group lengths, LO for private creators, UN for the rest.
    /// </summary>
    public static VR ImplicitVR(Tag tag)
    {
        if (tag.IsGroupLength)
            return VR.UL;
        if (tag.IsPrivate)
            return tag.IsPrivateCreator ? VR.LO : VR.UN;
        var row = DictionaryTable.IndexOf(tag);
        if (row < 0 || DictionaryTable.Vrs[row] == 0)
            return VR.UN;
        var vr = new VR(DictionaryTable.Vrs[row]);
        return vr == VR.OB && DictionaryTable.OtherVrs[row] == VR.OW.Code ? VR.OW : vr;
    }

    /// <summary>The dictionary gives this tag the choice between US and SS (and perhaps OW); Pixel Representation decides (PS3.3 C.7.6.3.1.1).</summary>
    public static bool DependsOnPixelRepresentation(Tag tag) =>
        DictionaryTable.IndexOf(tag) is >= 0 and var row && DictionaryTable.Vrs[row] == VR.US.Code && DictionaryTable.OtherVrs[row] == VR.SS.Code;

    /// <summary>Every row, in ascending order of tag, repeating groups last.</summary>
    public static IEnumerable<DictionaryEntry> All => Enumerable.Range(0, Count).Select(DictionaryTable.Entry);
}
