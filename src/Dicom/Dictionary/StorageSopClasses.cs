using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.Dictionary;

/// <summary>The SOP classes of the storage service: PS3.4 table B.5-1, the non-patient objects of GG.3, and retired classes that archives still hold.</summary>
public static class StorageSopClasses
{
    private static readonly Lazy<Uid[]> Standard = new(() => [.. UidTable.All.Where(e => e.IsStorage).Select(e => e.Uid)]);

    /// <summary>Every one, retired ones included.</summary>
    public static IReadOnlyList<Uid> All => Standard.Value;

    /// <summary>Instances of the SOP class are stored by C-STORE.</summary>
    public static bool Contains(Uid uid) => UidTable.Find(uid) is { IsStorage: true };
}
