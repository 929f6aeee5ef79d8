using System.Runtime.InteropServices;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.Encoding;

/// <summary>Reads a whole data set that is already in memory (identifiers, command sets, small files).</summary>
public static class DataSetReader
{
    private const int ExpectedElements = 32;

    /// <summary>Reads every element; value bytes are slices of <paramref name="bytes"/> where the byte order allows it.</summary>
    /// <exception cref="MalformedDataSetException">The bytes are no data set in this syntax, or end inside an element.</exception>
    public static DataSet Read(ReadOnlyMemory<byte> bytes, TransferSyntax syntax, DataSetLimits? limits = null)
    {
        var reading = ReadLeniently(bytes, syntax, limits);
        return reading.IsTruncated
            ? throw new MalformedDataSetException($"The data set ends inside an element (byte {bytes.Length}).", bytes.Length)
            : reading.DataSet;
    }

    /// <summary>The same, telling what was wrong, and keeping what was read when the bytes end inside an element.</summary>
    /// <exception cref="MalformedDataSetException">The bytes are no data set in this syntax.</exception>
    public static DataSetReading ReadLeniently(ReadOnlyMemory<byte> bytes, TransferSyntax syntax, DataSetLimits? limits = null)
    {
        limits ??= DataSetLimits.Default;
        var isCut = false;
        string? flaw = null;
        if (syntax.IsDeflated)
            bytes = Inflate(bytes, limits, out isCut, out flaw);
        if (!MemoryMarshal.TryGetArray(bytes, out _))
            bytes = bytes.ToArray();
        var parser = new DataSetParser(syntax, new DataSetParserOptions(limits, int.MaxValue, null, ExpectedElements));
        parser.PushWhole(bytes);
        parser.Complete();
        if (flaw is not null)
            parser.Deviations.Add(0, default, "PS3.5 A.5", flaw);
        return new DataSetReading(parser.Root, parser.IsTruncated || isCut, parser.PixelData, parser.Found);
    }

    /// <summary>The element at a tag of a data set that was written here (<see cref="DataSetWriter"/>), read without the others; null when there is none.</summary>
    /// <param name="bytes">The data set.</param>
    /// <param name="tag">The element wanted.</param>
    /// <param name="syntax">How it is encoded; not deflated.</param>
    /// <param name="start">Byte of the element to begin with; afterwards that of the first whose tag is not less, where a greater tag is looked for next.</param>
    /// <exception cref="MalformedDataSetException">The bytes are no data set in this syntax, or end inside an element.</exception>
    public static DataElement? Find(ReadOnlyMemory<byte> bytes, Tag tag, TransferSyntax syntax, ref int start)
    {
        var span = bytes.Span;
        var coding = ElementCoding.Of(syntax);
        while (start < span.Length)
        {
            if (!ElementHeaderReader.TryRead(span[start..], coding, out var header) || header.Length > span.Length - start - header.Size)
                throw new MalformedDataSetException($"The data set ends inside an element (byte {bytes.Length}).", bytes.Length);
            var (value, end) = (start + header.Size, start + header.Size + (int)header.Length);
            if (header.Tag == tag)
                return header.VR == VR.SQ ? Read(bytes[start..end], syntax)[tag] : new DataElement(tag, header.VR, bytes[value..end]);
            if (header.Tag.Number > tag.Number)
                return null;
            start = end;
        }

        return null;
    }

    private static ReadOnlyMemory<byte> Inflate(ReadOnlyMemory<byte> bytes, DataSetLimits limits, out bool isCut, out string? flaw)
    {
        using var output = new MemoryStream();
        using var inflater = new PushInflater(Math.Min(limits.MaxInflatedBytes, limits.MaxInlineBytes), output.Write);
        inflater.Push(bytes.Span);
        isCut = !inflater.Complete();
        flaw = inflater.Flaw;
        return output.GetBuffer().AsMemory(0, (int)output.Length);
    }
}
