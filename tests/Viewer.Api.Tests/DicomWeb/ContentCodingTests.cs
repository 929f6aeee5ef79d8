using ImagingGateway.Viewer.Api.DicomWeb;

namespace ImagingGateway.Viewer.Api.Tests.DicomWeb;

public class ContentCodingTests
{
    [Theory]
    [InlineData("", null)]
    [InlineData("identity", null)]
    [InlineData("gzip", "gzip")]
    [InlineData("gzip, deflate", "gzip")]
    [InlineData("gzip, deflate, br, zstd", "br")]
    [InlineData("br;q=0.5, gzip", "gzip")]
    [InlineData("br;q=0, gzip;q=0", null)]
    [InlineData("*", "br")]
    [InlineData("br;q=0, *", "gzip")]
    [InlineData("gzip;q=x", null)]
    public void Table(string acceptEncoding, string? expected) => Assert.Equal(expected, ContentCoding.Choose(acceptEncoding));
}
