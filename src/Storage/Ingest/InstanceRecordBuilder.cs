using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Json;
using ImagingGateway.Dicom.PixelData;
using ImagingGateway.Storage.Objects;

namespace ImagingGateway.Storage.Ingest;

/// <summary>Makes the third moment of an instance out of the second: everything the index keeps.</summary>
internal static class InstanceRecordBuilder
{
    // served as application/dicom+json, never inside a page: text may stay readable UTF-8
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <param name="staged">What is in the spool.</param>
    /// <param name="place">Where its object lies.</param>
    /// <param name="fallbacks">How to read text that breaks the rules; the stored bytes stay as they are.</param>
    public static InstanceRecord Build(StagedObject staged, ObjectPlace place, TextFallbacks fallbacks)
    {
        var (scan, identity) = (staged.Read.Scan, staged.Identity);
        var header = scan.Header.ReadWith(fallbacks.For(staged.Source.CallingAETitle));
        var frames = FrameIndex.Of(scan);
        var bulk = new Dictionary<string, BulkReference>(StringComparer.Ordinal);
        var json = WriteJson(header, bulk);
        return new InstanceRecord(
            identity.Study, identity.Series, identity.SopInstance, identity.SopClass,
            header, staged.ObjectKey, staged.Entry.Length, staged.Read.Meta.DataSetOffset, staged.Read.Meta.TransferSyntaxUid,
            Convert.FromHexString(staged.Entry.Sha256), staged.Read.PixelDataSha256 is { } hash ? (ReadOnlyMemory<byte>?)hash : null,
            frames is null ? null : (ReadOnlyMemory<byte>?)frames.ToBytes(), frames?.Frames.Count ?? 0,
            json, bulk, scan.IsTruncated, staged.Source, staged.Entry.ReceivedAt) { Place = place };
    }

    private static ReadOnlyMemory<byte> WriteJson(DataSet header, Dictionary<string, BulkReference> bulk)
    {
        var output = new ArrayBufferWriter<byte>(16 << 10);
        using (var writer = new Utf8JsonWriter(output, Compact))
        {
            DicomJson.Write(writer, header, (path, element) =>
            {
                if (element.Bulk is { } reference)
                    bulk[path] = reference;
                return "bulkdata/" + path;
            });
        }

        return output.WrittenSpan.ToArray();
    }
}
