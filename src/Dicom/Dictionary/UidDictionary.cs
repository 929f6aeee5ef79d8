using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.Dictionary;

/// <summary>The registry of unique identifiers (PS3.6 annex A).</summary>
public static class UidDictionary
{
    /// <summary>Every row in the order of the identifiers.</summary>
    public static IReadOnlyList<UidEntry> All => UidTable.All;

    /// <summary>The row of an identifier; null for private and unknown ones.</summary>
    public static UidEntry? Find(Uid uid) => UidTable.Find(uid);

    /// <summary>The registered name, else the identifier itself: for logs and pages.</summary>
    public static string NameOf(Uid uid) => Find(uid) is { Name.Length: > 0 } entry ? entry.Name : uid.Value;
}
