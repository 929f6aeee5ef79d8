using System.Buffers;
using System.Text.Json;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Json;
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

    /// <summary>The header in ISO_IR 192, from the JSON that ingest made.</summary>
    public static DataSet Decode(ReadOnlyMemory<byte> metadataJson)
    {
        using var json = JsonDocument.Parse(metadataJson);
        return DicomJson.Read(json.RootElement);
    }

    /// <summary>Keeps the attributes of the levels from <paramref name="outermost"/> to <paramref name="innermost"/>.</summary>
    public static byte[] Pack(DataSet header, QueryLevel outermost, QueryLevel innermost)
    {
        var kept = new DataSet();
        foreach (var element in header)
        {
            // InstitutionName is an equipment attribute, but people ask for it of studies.
            var level = AttributeLevel.Of(element.Tag);
            if (element.Tag == Tags.InstitutionName && innermost == QueryLevel.Study)
                level = QueryLevel.Study;
            if (level >= outermost && level <= innermost && element.Bulk is null && element.Fragments is null && element.Bytes.Length <= LongestValue && !element.Tag.IsPrivate)
                kept.Set(element);
        }

        var bytes = new ArrayBufferWriter<byte>(1024);
        DataSetWriter.Write(bytes, kept, TransferSyntax.ExplicitVRLittleEndian);
        return bytes.WrittenSpan.ToArray();
    }

    public static DataSet Unpack(ReadOnlyMemory<byte> bytes) => DataSetReader.Read(bytes, TransferSyntax.ExplicitVRLittleEndian);
}
