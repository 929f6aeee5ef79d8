using ImagingGateway.Viewer.Api.DicomWeb.Negotiation;

namespace ImagingGateway.Viewer.Api.Tests.DicomWeb.Negotiation;

public class AcceptHeaderTests
{
    [Theory]
    [InlineData("application/dicom+json", "Single application/dicom+json - 1")]
    [InlineData("multipart/related; type=application/octet-stream; transfer-syntax=*", "Multipart application/octet-stream * 1")] // OHIF, unquoted
    [InlineData("multipart/related; type=\"application/octet-stream\"; transfer-syntax=*", "Multipart application/octet-stream * 1")]
    [InlineData("multipart/related;type=\"application/dicom;transfer-syntax=1.2.3\"", "Multipart application/dicom 1.2.3 1")]
    [InlineData("multipart/related", "Multipart */* - 1")]
    [InlineData("*/*", "Any */* - 1")]
    [InlineData("", "Any */* - 1")]
    [InlineData(null, "Any */* - 1")]
    [InlineData("IMAGE/JPEG;Q=0.5", "Single image/jpeg - 0.5")]
    [InlineData("image/*; q=7", "Single image/* - 1")]
    [InlineData("image/png;q=0.2, image/jpeg;q=0.8", "Single image/jpeg - 0.8 | Single image/png - 0.2")]
    [InlineData("*/*, image/*, image/webp", "Single image/webp - 1 | Single image/* - 1 | Any */* - 1")]
    [InlineData("nonsense, image/png", "Single image/png - 1")]
    [InlineData("image/png;title=\"a,b;c\", image/jpeg", "Single image/png - 1 | Single image/jpeg - 1")]
    public void Reads_what_clients_send(string? text, string expected)
    {
        var read = AcceptHeader.Parse(text).Select(range =>
            FormattableString.Invariant($"{range.Packaging} {range.MediaType} {range.TransferSyntax ?? "-"} {range.Quality}"));
        Assert.Equal(expected, string.Join(" | ", read));
    }

    [Fact]
    public void An_unreadable_header_accepts_nothing() => Assert.Empty(AcceptHeader.Parse("nonsense"));
}
