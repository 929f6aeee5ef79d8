using System.Buffers;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Query;

namespace ImagingGateway.Storage.Index.Publication;

/// <summary>
/// The attributes of one level as kept beside its row: a data set in explicit VR little endian and ISO_IR 192, so that an answer
/// is a copy of elements and not a conversion.
/// </summary>
internal static class LevelAttributes
{
    /// <summary>Descriptions have at most 64 characters; what is longer than this does not belong in a list.</summary>
    private const int LongestValue = 4096;

    /// <summary>Keeps the attributes of the levels from <paramref name="outermost"/> to <paramref name="innermost"/>.</summary>
    public static byte[] Pack(DataSet header, QueryLevel outermost, QueryLevel innermost)
    {
        var kept = new DataSet().SetString(Tags.SpecificCharacterSet, "ISO_IR 192");
        foreach (var element in header)
        {
            // InstitutionName is an equipment attribute, but people ask for it of studies.
            var level = element.Tag == Tags.InstitutionName && innermost == QueryLevel.Study ? QueryLevel.Study : AttributeLevel.Of(element.Tag);
            if (level >= outermost && level <= innermost && !element.Tag.IsPrivate)
                Copy(element, header, kept);
        }

        var bytes = new ArrayBufferWriter<byte>(1024);
        DataSetWriter.Write(bytes, kept, TransferSyntax.ExplicitVRLittleEndian);
        return bytes.WrittenSpan.ToArray();
    }

    private static void Copy(DataElement element, DataSet from, DataSet to)
    {
        if (element.Items is { } items)
        {
            var copies = new Sequence();
            foreach (var item in items)
            {
                var copy = new DataSet { Parent = to };
                foreach (var inner in item)
                    Copy(inner, item, copy);
                copies.Add(copy);
            }

            to.Set(new DataElement(element.Tag, copies));
        }
        else if (element.Bulk is not null || element.Fragments is not null || element.Bytes.Length > LongestValue || element.Tag == Tags.SpecificCharacterSet)
        {
            return;
        }
        else if (element.EffectiveVR() is { UsesCharacterSet: true } vr)
        {
            to.SetString(element.Tag, vr, [.. from.GetStrings(element.Tag)]);
        }
        else
        {
            to.Set(element);
        }
    }

    /// <inheritdoc cref="DataSetReader.Find"/>
    public static DataElement? Find(ReadOnlyMemory<byte> bytes, Tag tag, ref int start) => DataSetReader.Find(bytes, tag, TransferSyntax.ExplicitVRLittleEndian, ref start);

    public static DataSet Unpack(ReadOnlyMemory<byte> bytes) => DataSetReader.Read(bytes, TransferSyntax.ExplicitVRLittleEndian);
}
