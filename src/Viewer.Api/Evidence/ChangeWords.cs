using ImagingGateway.Filmless.Evidence;
using ImagingGateway.Viewer.Api.Resources;

namespace ImagingGateway.Viewer.Api.Evidence;

/// <summary>A change of a study in words: "2 images added, 1 rejected".</summary>
public static class ChangeWords
{
    /// <summary>What changed, with the day when it did; one sentence that says so when nothing did.</summary>
    public static string Of(Texts texts, StudyChange change)
    {
        if (change.IsNone)
            return texts["ChangeNone"];
        string[] parts =
        [
            .. Part(texts, "ChangeAdded", change.Added), .. Part(texts, "ChangeDocuments", change.AddedDocuments), .. Part(texts, "ChangeChanged", change.Changed),
            .. Part(texts, "ChangeRejected", change.Rejected), .. Part(texts, "ChangeRemoved", change.Removed),
        ];
        return texts["ChangeOn", string.Join(", ", parts), Show.Day(change.Until)];
    }

    private static IEnumerable<string> Part(Texts texts, string key, int count) => count == 0 ? [] : [texts[count == 1 ? key + "One" : key, count]];
}
