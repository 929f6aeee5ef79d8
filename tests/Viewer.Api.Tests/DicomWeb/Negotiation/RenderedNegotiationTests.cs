using ImagingGateway.Viewer.Api.DicomWeb.Negotiation;

namespace ImagingGateway.Viewer.Api.Tests.DicomWeb.Negotiation;

public class RenderedNegotiationTests
{
    [Theory]
    [InlineData("image/jpeg", false, "single Jpeg")]
    [InlineData("image/png", false, "single Png")]
    [InlineData("image/webp", false, "single Webp")]
    [InlineData("image/gif", false, null)]
    [InlineData("image/gif, image/png;q=0.5", false, "single Png")]
    [InlineData("image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8", false, "single Webp")] // Chromium's img
    [InlineData("*/*", false, "single Jpeg")]
    [InlineData("*/*", true, "multi Jpeg")]
    [InlineData("image/*", true, "single Jpeg")]
    [InlineData("multipart/related; type=\"image/jpeg\"", false, "multi Jpeg")]
    [InlineData("image/*, image/jpeg;q=0", false, "single Webp")]
    [InlineData("application/dicom+json", false, null)]
    public void Table(string accept, bool prefersMultipart, string? expected)
    {
        var chosen = RenderedNegotiation.Choose(AcceptHeader.Parse(accept), prefersMultipart);
        Assert.Equal(expected, chosen is null ? null : $"{(chosen.IsMultipart ? "multi" : "single")} {chosen.MediaType}");
    }
}
