using ImagingGateway.Viewer.Api.DicomWeb.Negotiation;

namespace ImagingGateway.Viewer.Api.Tests.DicomWeb.Negotiation;

public class ModelNegotiationTests
{
    [Theory]
    [InlineData("", "Json")]
    [InlineData("*/*", "Json")]
    [InlineData("application/json", "Json")]
    [InlineData("application/dicom+json, multipart/related; type=\"application/dicom+xml\"", "Json")]
    [InlineData("multipart/related; type=\"application/dicom+xml\", */*; q=0.1", "Xml")]
    [InlineData("multipart/related; type=\"application/dicom+xml\"; q=0.4, application/json; q=0.3", "Xml")]
    [InlineData("application/dicom+xml", null)] // XML is multipart only
    [InlineData("multipart/related; type=\"application/dicom+xml\"; q=0", null)]
    [InlineData("multipart/related; type=\"application/octet-stream\"", null)]
    [InlineData("text/html", null)]
    public void The_model_follows_Accept(string accept, string? expected) =>
        Assert.Equal(expected, ModelNegotiation.Choose(AcceptHeader.Parse(accept))?.ToString());
}
