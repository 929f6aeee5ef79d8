using System.Buffers;

namespace ImagingGateway.Viewer.Api.DicomWeb.Retrieve;

/// <summary>
/// Makes the relative BulkDataURIs of kept metadata absolute without reading the JSON. The sequence looked for cannot be part
/// of a value: inside a JSON string its quotes would be escaped.
/// </summary>
internal static class BulkDataUris
{
    private static ReadOnlySpan<byte> Key => "\"BulkDataURI\":\""u8;

    private static ReadOnlySpan<byte> Relative => "\"BulkDataURI\":\"bulkdata/"u8;

    /// <param name="output">Where to.</param>
    /// <param name="json">One kept JSON object.</param>
    /// <param name="address">The instance's address with a slash at the end.</param>
    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<byte> json, ReadOnlySpan<byte> address)
    {
        for (int at; (at = json.IndexOf(Relative)) >= 0; json = json[(at + Key.Length)..])
        {
            output.Write(json[..(at + Key.Length)]);
            output.Write(address);
        }

        output.Write(json);
    }
}
