using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Imaging.Tests.Corpora;

/// <summary>Kinds of objects that SOP classes stand for, told from their names in PS3.6.</summary>
internal static class ObjectKind
{
    // The first that occurs in the name decides.
    private static readonly (string Word, string Kind)[] Words =
    [
        ("Presentation State", "presentation states"), ("Structured", "structured reports"), ("SR", "structured reports"), ("Report", "structured reports"),
        ("Key Object", "structured reports"), ("Waveform", "waveforms"), ("ECG", "waveforms"), ("Segmentation", "segmentations, maps, surfaces"),
        ("Parametric", "segmentations, maps, surfaces"), ("Surface", "segmentations, maps, surfaces"), ("Real World", "segmentations, maps, surfaces"), ("RT ", "radiotherapy"),
        ("Encapsulated", "documents"), ("Video", "video"), ("Image", "images"),
    ];

    public static string Of(Uid sopClass)
    {
        if (sopClass == Uids.MediaStorageDirectoryStorage || sopClass.IsEmpty)
            return "DICOMDIR or no SOP class";
        var name = UidDictionary.Find(sopClass)?.Name;
        return name is null ? "private or unknown SOP classes" : Array.Find(Words, word => name.Contains(word.Word, StringComparison.Ordinal)).Kind ?? "other";
    }
}
