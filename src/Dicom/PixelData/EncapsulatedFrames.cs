using System.Buffers.Binary;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.PixelData;

/// <summary>Tells which fragments make which frame, believing an offset table only when it points at fragments.</summary>
internal static class EncapsulatedFrames
{
    private const int ItemHeader = 8;

    public static IReadOnlyList<IReadOnlyList<ByteRange>> Of(DataSet header, PixelDataLayout layout)
    {
        var fragments = layout.Fragments;
        var frames = header.GetInteger(Tags.NumberOfFrames) is > 1 and <= int.MaxValue and var count ? (int)count : 1;
        if (fragments.Count == 0)
            return [];
        return ByExtendedTable(header, fragments, frames)
            ?? ByBasicTable(layout.BasicOffsetTable, fragments, frames)
            ?? ByCount(fragments, frames)
            ?? ByMarkers(layout)
            ?? [[.. fragments]];
    }

    // PS3.3 C.7.6.3.1.8: one fragment for each frame; the lengths are without padding.
    private static List<IReadOnlyList<ByteRange>>? ByExtendedTable(DataSet header, IReadOnlyList<ByteRange> fragments, int frames)
    {
        var offsets = header[Tags.ExtendedOffsetTable]?.Bytes ?? default;
        var lengths = header[Tags.ExtendedOffsetTableLengths]?.Bytes ?? default;
        if (offsets.Length != frames * 8L)
            return null;
        var index = new List<IReadOnlyList<ByteRange>>(frames);
        var (start, fragment) = (fragments[0].Offset - ItemHeader, 0);
        for (var frame = 0; frame < frames; frame++)
        {
            var offset = BinaryPrimitives.ReadUInt64LittleEndian(offsets.Span[(frame * 8)..]);
            while (fragment < fragments.Count && (ulong)(fragments[fragment].Offset - ItemHeader - start) < offset)
                fragment++;
            if (fragment == fragments.Count || (ulong)(fragments[fragment].Offset - ItemHeader - start) != offset)
                return null;
            var run = fragments[fragment];
            if (lengths.Length == offsets.Length && BinaryPrimitives.ReadUInt64LittleEndian(lengths.Span[(frame * 8)..]) is > 0 and var length && length < (ulong)run.Length)
                run = run with { Length = (long)length };
            index.Add([run]);
        }

        return index;
    }

    // PS3.5 A.4: offsets of the first fragment of each frame, from the first byte after the table. Some writers count from the table itself.
    private static List<IReadOnlyList<ByteRange>>? ByBasicTable(IReadOnlyList<uint> table, IReadOnlyList<ByteRange> fragments, int frames)
    {
        if (table.Count != frames || frames == 1)
            return null;
        var index = new List<IReadOnlyList<ByteRange>>(frames);
        var start = fragments[0].Offset - ItemHeader - table[0];
        var fragment = 0;
        for (var frame = 0; frame < frames; frame++)
        {
            if (fragment == fragments.Count || fragments[fragment].Offset - ItemHeader - start != table[frame])
                return null;
            var end = frame + 1 < frames ? table[frame + 1] : long.MaxValue;
            var runs = new List<ByteRange>(1);
            while (fragment < fragments.Count && fragments[fragment].Offset - ItemHeader - start < end)
                runs.Add(fragments[fragment++]);
            index.Add(runs);
        }

        return index;
    }

    private static List<IReadOnlyList<ByteRange>>? ByCount(IReadOnlyList<ByteRange> fragments, int frames)
    {
        if (frames == 1)
            return [[.. fragments]];
        if (fragments.Count == frames)
            return [.. fragments.Select(f => (IReadOnlyList<ByteRange>)[f])];
        var filled = fragments.Where(f => f.Length > 0).ToList();
        return filled.Count == frames ? [.. filled.Select(f => (IReadOnlyList<ByteRange>)[f])] : null;
    }

    // A fragment that begins with a start marker begins a frame.
    private static List<IReadOnlyList<ByteRange>>? ByMarkers(PixelDataLayout layout)
    {
        var starts = layout.CodestreamStarts;
        if (starts.Count != layout.Fragments.Count || !starts[0])
            return null;
        var index = new List<IReadOnlyList<ByteRange>>();
        List<ByteRange> runs = [];
        for (var i = 0; i < starts.Count; i++)
        {
            if (starts[i])
                index.Add(runs = []);
            runs.Add(layout.Fragments[i]);
        }

        return index;
    }
}
