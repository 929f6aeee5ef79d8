using System.Text.Json;
using ImagingGateway.Dicom.DataSets;

namespace ImagingGateway.Dicom.Json;

/// <summary>The DICOM JSON Model (PS3.18 annex F), both ways.</summary>
public static class DicomJson
{
    /// <summary>The media type of a response (PS3.18 8.7.3.5).</summary>
    public const string MediaType = "application/dicom+json";

    /// <summary>Writes one data set as a JSON object. Text is decoded to UTF-8; Specific Character Set is written as ISO_IR 192.
    /// Group lengths are left out (F.2.1). Items nested deeper than the writer allows are left out.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="dataSet">What.</param>
    /// <param name="bulkDataUri">Names a value that is a <see cref="BulkReference"/> or fragments; null leaves such a value out, its vr only.
    /// The path is that of the element, such as <c>7FE00010</c> or <c>00081140/0/00081199</c> (items count from 0).</param>
    public static void Write(Utf8JsonWriter json, DataSet dataSet, Func<string, DataElement, string?>? bulkDataUri = null) =>
        new DicomJsonWriter(json, bulkDataUri).Write(dataSet, string.Empty);

    /// <summary>Reads a JSON object into a data set in ISO_IR 192. A value behind a BulkDataURI stays empty.</summary>
    /// <exception cref="JsonException">Not the DICOM JSON model.</exception>
    public static DataSet Read(JsonElement json) => Read(json, null);

    /// <summary>The same, a value behind a BulkDataURI becoming a <see cref="BulkReference"/> with that URI.</summary>
    /// <exception cref="JsonException">Not the DICOM JSON model.</exception>
    public static DataSet ReadReferences(JsonElement json) => new DicomJsonReader(null, keepsReferences: true).ReadRoot(json);

    /// <summary>The same, asking for the bytes behind each BulkDataURI.</summary>
    /// <param name="json">One object of the DICOM JSON model.</param>
    /// <param name="bulk">Given the URI, the value in little endian; null leaves it empty.</param>
    /// <exception cref="JsonException">Not the DICOM JSON model.</exception>
    public static DataSet Read(JsonElement json, Func<string, ReadOnlyMemory<byte>?>? bulk) => new DicomJsonReader(bulk).ReadRoot(json);
}
