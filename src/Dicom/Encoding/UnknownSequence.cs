using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.Encoding;

/// <summary>Reads the items of a sequence that passed through a system that did not know its VR: UN of defined length, implicit little endian inside.</summary>
internal static class UnknownSequence
{
    /// <summary>The items; empty when the bytes are none.</summary>
    public static IReadOnlyList<DataSet> Read(DataElement element, DataSet owner)
    {
        if (element.Span is not [0xFE, 0xFF, 0x00, 0xE0, ..])
            return [];
        try
        {
            // The value as the content of a sequence with the same tag.
            var bytes = new byte[8 + element.Span.Length];
            System.Buffers.Binary.BinaryPrimitives.WriteUInt16LittleEndian(bytes, element.Tag.Group);
            System.Buffers.Binary.BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(2), element.Tag.Element);
            System.Buffers.Binary.BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4), ElementHeader.UndefinedLength);
            element.Span.CopyTo(bytes.AsSpan(8));
            var read = DataSetReader.ReadLeniently(bytes, TransferSyntax.ImplicitVRLittleEndian).DataSet[element.Tag]?.Items;
            read?.ForEach(item => item.Parent = owner);
            return (IReadOnlyList<DataSet>?)read ?? [];
        }
        catch (MalformedDataSetException)
        {
            return [];
        }
    }
}
