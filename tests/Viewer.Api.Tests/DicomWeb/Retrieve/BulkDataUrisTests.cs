using System.Buffers;
using System.Text;
using ImagingGateway.Viewer.Api.DicomWeb.Retrieve;

namespace ImagingGateway.Viewer.Api.Tests.DicomWeb.Retrieve;

public class BulkDataUrisTests
{
    [Theory]
    [InlineData("{}", "{}")]
    [InlineData("""{"7FE00010":{"vr":"OW","BulkDataURI":"bulkdata/7FE00010"}}""", """{"7FE00010":{"vr":"OW","BulkDataURI":"https://h/i/bulkdata/7FE00010"}}""")]
    [InlineData("""[{"BulkDataURI":"bulkdata/1"},{"BulkDataURI":"bulkdata/2"}]""", """[{"BulkDataURI":"https://h/i/bulkdata/1"},{"BulkDataURI":"https://h/i/bulkdata/2"}]""")]
    [InlineData("""{"BulkDataURI":"https://elsewhere/x"}""", """{"BulkDataURI":"https://elsewhere/x"}""")]
    [InlineData("""{"Value":["\"BulkDataURI\":\"bulkdata/7FE00010\""]}""", """{"Value":["\"BulkDataURI\":\"bulkdata/7FE00010\""]}""")]
    public void Makes_relative_ones_absolute(string json, string expected)
    {
        var output = new ArrayBufferWriter<byte>();
        BulkDataUris.Write(output, Encoding.UTF8.GetBytes(json), "https://h/i/"u8);
        Assert.Equal(expected, Encoding.UTF8.GetString(output.WrittenSpan));
    }
}
