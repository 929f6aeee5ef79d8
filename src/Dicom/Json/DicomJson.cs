using System.Text.Json;
using ImagingGateway.Dicom.DataSets;

namespace ImagingGateway.Dicom.Json;

/// <summary>The DICOM JSON Model (PS3.18 annex F), both ways.</summary>
public static class DicomJson
{
    /// <summary>Writes one data set as a JSON object. Text is decoded to UTF-8; Specific Character Set is written as ISO_IR 192.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="dataSet">What.</param>
    /// <param name="bulkDataUri">Names a value that is a <see cref="BulkReference"/> or fragments; null leaves such a value out, its vr only.
    /// The path is that of the element, such as <c>7FE00010</c> or <c>00081140/0/00081199</c>.</param>
    public static void Write(Utf8JsonWriter json, DataSet dataSet, Func<string, DataElement, string?>? bulkDataUri = null) =>
        throw new NotImplementedException();

    /// <summary>Reads a JSON object into a data set in ISO_IR 192.</summary>
    /// <exception cref="JsonException">Not the DICOM JSON model.</exception>
    public static DataSet Read(JsonElement json) => throw new NotImplementedException();
}
