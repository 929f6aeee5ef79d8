using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Imaging.Codecs;
using ImagingGateway.Imaging.Rendering.Grey;

namespace ImagingGateway.Imaging.Rendering.Colour;

/// <summary>Red, green and blue palette colour look-up tables (PS3.3 C.7.6.3.1.5, C.7.6.3.1.6).</summary>
internal sealed class Palette
{
    private readonly int _first;
    private readonly byte[][] _entries;

    private Palette(int first, byte[][] entries) => (_first, _entries) = (first, entries);

    /// <exception cref="UndecodableFrameException">A table is missing, empty or not in the header at hand.</exception>
    public static Palette Read(DataSet header)
    {
        var descriptor = header.GetNumbers(Tags.RedPaletteColorLookupTableDescriptor);
        if (descriptor.Count < 3)
            throw FrameLimits.Broken($"the palette's descriptor is missing");
        var first = header[Tags.RedPaletteColorLookupTableDescriptor]?.VR == VR.SS ? (short)(int)descriptor[1] : (int)descriptor[1];
        ushort[][] tables =
        [
            Table(header, Tags.RedPaletteColorLookupTableDescriptor, Tags.RedPaletteColorLookupTableData, Tags.SegmentedRedPaletteColorLookupTableData),
            Table(header, Tags.GreenPaletteColorLookupTableDescriptor, Tags.GreenPaletteColorLookupTableData, Tags.SegmentedGreenPaletteColorLookupTableData),
            Table(header, Tags.BluePaletteColorLookupTableDescriptor, Tags.BluePaletteColorLookupTableData, Tags.SegmentedBluePaletteColorLookupTableData),
        ];

        // Several vendors declare 16-bit entries and fill 0 to 255; taken at their word the image would be black.
        var shift = descriptor[2] > 8 && Array.Exists(tables, table => Array.Exists(table, entry => entry > 255)) ? 8 : 0;
        return new Palette(first, Array.ConvertAll(tables, table => Array.ConvertAll(table, entry => (byte)(entry >> shift))));
    }

    /// <summary>Three bytes for every container value.</summary>
    public byte[] Colours(StoredValue layout)
    {
        var colours = new byte[layout.TableLength * 3];
        for (var container = 0; container < layout.TableLength; container++)
        {
            var index = layout[(ulong)container] - _first;
            for (var c = 0; c < 3; c++)
                colours[(container * 3) + c] = _entries[c][Math.Clamp(index, 0, _entries[c].Length - 1)];
        }

        return colours;
    }

    private static ushort[] Table(DataSet header, Tag descriptorTag, Tag dataTag, Tag segmentedTag)
    {
        var descriptor = header.GetNumbers(descriptorTag);
        var count = LookUpTable.EntryCount(descriptor.Count > 0 ? descriptor[0] : 0);
        var isByte = descriptor.Count > 2 && descriptor[2] <= 8;
        ushort[] entries = header[dataTag] is { Bytes: { IsEmpty: false } data } ? LookUpTable.ReadEntries(data.Span, count)
            : header[segmentedTag] is { Bytes: { IsEmpty: false } segments } ? SegmentedPalette.Expand(segments.Span, count, isByte)
            : [];
        return entries.Length > 0 ? entries : throw FrameLimits.Broken($"a palette table is missing or empty");
    }
}
