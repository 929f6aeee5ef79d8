using System.Runtime.CompilerServices;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.Dictionary;

/// <summary>
/// The generated table: constant data in the assembly image, nothing is built at start. Entries become objects when first asked for.
/// </summary>
internal static partial class DictionaryTable
{
    private static readonly DictionaryEntry?[] Made = new DictionaryEntry?[Count];

    /// <summary>Row of a tag, or -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int IndexOf(Tag tag)
    {
        var index = TagIndex;
        var numbers = Numbers;
        // The generator hashes in the same way.
        for (var slot = (int)(tag.Number * 0x9E3779B1u >> 18); ; slot = (slot + 1) & (index.Length - 1))
        {
            var row = index[slot] - 1;
            if (row < 0)
                return IndexOfRepeating(tag);
            if (numbers[row] == tag.Number)
                return row;
        }
    }

    /// <summary>Row of a keyword, or -1.</summary>
    public static int IndexOf(ReadOnlySpan<char> keyword)
    {
        if (keyword.IsEmpty)
            return -1;
        var index = KeywordIndex;
        for (var slot = (int)(KeywordHash(keyword) & (uint)(index.Length - 1)); ; slot = (slot + 1) & (index.Length - 1))
        {
            var row = index[slot] - 1;
            if (row < 0)
                return -1;
            if (System.Text.Ascii.Equals(Text(row * 2), keyword))
                return row;
        }
    }

    public static DictionaryEntry Entry(int row) => Volatile.Read(ref Made[row]) ?? Make(row);

    private static DictionaryEntry Make(int row)
    {
        var vm = Multiplicities.Slice(row * 4, 4);
        VR[] others = OtherVrs[row] == 0 ? [] : ThirdVrs[row] == 0 ? [new(OtherVrs[row])] : [new(OtherVrs[row]), new(ThirdVrs[row])];
        var entry = new DictionaryEntry(
            new Tag(Numbers[row]), new VR(Vrs[row]), others, new ValueMultiplicity(vm[0], vm[1] == 255 ? null : vm[1], vm[2]),
            System.Text.Encoding.UTF8.GetString(Text(row * 2)), System.Text.Encoding.UTF8.GetString(Text((row * 2) + 1)),
            vm[3] != 0, row >= ExactCount);
        return Interlocked.CompareExchange(ref Made[row], entry, null) ?? entry;
    }

    private static int IndexOfRepeating(Tag tag)
    {
        if (tag.IsPrivate || tag.Group is < 0x0020 or > 0x7FFF)
            return -1;
        for (var row = ExactCount; row < Count; row++)
        {
            if (((tag.Number ^ Numbers[row]) & Masks[row - ExactCount]) == 0)
                return row;
        }

        return -1;
    }

    private static ReadOnlySpan<byte> Text(int index)
    {
        var start = index == 0 ? 0 : (int)TextEnds[index - 1];
        return Texts[start..(int)TextEnds[index]];
    }

    private static uint KeywordHash(ReadOnlySpan<char> keyword)
    {
        var hash = 2166136261u;
        foreach (var c in keyword)
            hash = (hash ^ c) * 16777619u;
        return hash;
    }
}
