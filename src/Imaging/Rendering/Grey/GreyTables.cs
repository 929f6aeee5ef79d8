using System.Collections.Concurrent;
using ImagingGateway.Imaging.Codecs;

namespace ImagingGateway.Imaging.Rendering.Grey;

/// <summary>
/// The brightness of every container value, so that each pixel costs one look-up. The tables of the last windows are kept: the frames of a series share
/// theirs, and to compute one takes as long as to code a CT slice.
/// </summary>
internal static class GreyTables
{
    /// <summary>Of 64 KiB at most.</summary>
    private const int Most = 64;

    private static readonly ConcurrentDictionary<(StoredValue Layout, GreyTransforms Transforms), byte[]> Kept = new();

    /// <param name="transforms">With a VOI.</param>
    /// <returns>As long as <see cref="StoredValue.TableLength"/>; not to be changed.</returns>
    public static byte[] Of(StoredValue layout, GreyTransforms transforms)
    {
        if (transforms is not { Modality.Table: null, Voi: WindowVoi, Presentation.Table: null })
            return Compute(layout, transforms); // look-up tables are compared by reference, and each frame reads its own
        if (Kept.TryGetValue((layout, transforms), out var kept))
            return kept;
        if (Kept.Count >= Most)
            Kept.Clear();
        return Kept[(layout, transforms)] = Compute(layout, transforms);
    }

    private static byte[] Compute(StoredValue layout, GreyTransforms transforms)
    {
        var table = GC.AllocateUninitializedArray<byte>(layout.TableLength);
        for (var container = 0; container < table.Length; container++)
            table[container] = GreyRenderer.ToByte(transforms.Voi!.Apply(transforms.Modality.Apply(layout[(ulong)container])), transforms.Presentation);
        return table;
    }
}
