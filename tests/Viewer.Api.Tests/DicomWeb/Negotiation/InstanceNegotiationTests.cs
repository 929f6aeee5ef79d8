using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Viewer.Api.DicomWeb.Negotiation;

namespace ImagingGateway.Viewer.Api.Tests.DicomWeb.Negotiation;

public class InstanceNegotiationTests
{
    private const string Implicit = "1.2.840.10008.1.2";
    private const string Explicit = "1.2.840.10008.1.2.1";
    private const string JpegLs = "1.2.840.10008.1.2.4.80";
    private const string Jpeg2000 = "1.2.840.10008.1.2.4.90";
    private const string Video = "1.2.840.10008.1.2.4.102";

    [Theory]
    [InlineData("multipart/related; type=\"application/dicom\"", true, "Multipart")]
    [InlineData("multipart/related; type=application/dicom", false, "Multipart")]
    [InlineData("*/*", true, "Multipart")]
    [InlineData("multipart/related", false, "Multipart")]
    [InlineData("application/dicom", true, "Single")]
    [InlineData("application/dicom", false, null)]
    [InlineData("application/*", true, "Single")]
    [InlineData("application/zip", false, "Zip")]
    [InlineData("application/zip;q=0.5, multipart/related; type=\"application/dicom\"", false, "Multipart")]
    [InlineData("application/dicom;q=0.1, application/zip", true, "Zip")]
    [InlineData("application/dicom+json", true, null)]
    [InlineData("text/html", true, null)]
    [InlineData("*/*;q=0", true, null)]
    public void Packing(string accept, bool isOneInstance, string? expected) =>
        Assert.Equal(expected, InstanceNegotiation.Choose(AcceptHeader.Parse(accept), isOneInstance)?.ToString());

    [Theory]
    // PS3.18 8.7.3.5.2: no parameter means Explicit VR Little Endian
    [InlineData(Explicit, "multipart/related; type=\"application/dicom\"", Explicit)]
    [InlineData(Implicit, "multipart/related; type=\"application/dicom\"", Explicit)]
    [InlineData(JpegLs, "multipart/related; type=\"application/dicom\"", Explicit)]
    [InlineData(JpegLs, "multipart/related; type=\"application/dicom\"; transfer-syntax=*", JpegLs)]
    [InlineData(Implicit, "multipart/related; type=\"application/dicom\"; transfer-syntax=*", Implicit)]
    [InlineData(JpegLs, "*/*", JpegLs)]
    [InlineData(JpegLs, "multipart/related; type=\"application/dicom\"; transfer-syntax=1.2.840.10008.1.2.4.80", JpegLs)]
    [InlineData(Jpeg2000, "multipart/related; type=\"application/dicom\"; transfer-syntax=1.2.840.10008.1.2.4.80", null)]
    [InlineData(Implicit, "multipart/related; type=\"application/dicom\"; transfer-syntax=1.2.840.10008.1.2.1", Explicit)]
    [InlineData(Jpeg2000, "multipart/related; type=\"application/dicom\"; transfer-syntax=1.2.840.10008.1.2.4.80, multipart/related; type=\"application/dicom\"; transfer-syntax=1.2.840.10008.1.2.1", Explicit)]
    [InlineData(JpegLs, "multipart/related; type=\"application/dicom\"; transfer-syntax=1.2.840.10008.1.2.4.90", Jpeg2000)]
    [InlineData(Implicit, "multipart/related; type=\"application/dicom\"; transfer-syntax=1.2.840.10008.1.2.4.90", Jpeg2000)]
    [InlineData(JpegLs, "multipart/related; type=\"application/dicom\"; transfer-syntax=1.2.840.10008.1.2", null)]
    [InlineData(JpegLs, "multipart/related; type=\"application/dicom\"; transfer-syntax=1.2.840.10008.1.2.2", null)]
    [InlineData(JpegLs, "multipart/related; type=\"application/dicom\"; transfer-syntax=../etc", null)]
    [InlineData(JpegLs, "multipart/related; type=\"application/dicom\"; transfer-syntax=1.2.840.10008.1.2.1, multipart/related; type=\"application/dicom\"; transfer-syntax=1.2.840.10008.1.2.4.80", JpegLs)]
    [InlineData(JpegLs, "multipart/related; type=\"application/dicom\"; transfer-syntax=1.2.840.10008.1.2.1, multipart/related; type=\"application/dicom\"; transfer-syntax=*; q=0.5", Explicit)]
    // no codec: as stored where no syntax was named, refused where one was
    [InlineData(Video, "multipart/related; type=\"application/dicom\"", Video)]
    [InlineData(Video, "multipart/related; type=\"application/dicom\"; transfer-syntax=1.2.840.10008.1.2.1", null)]
    public void Syntax(string stored, string accept, string? expected)
    {
        var chosen = InstanceNegotiation.SyntaxFor(new Uid(stored), InstanceRepresentation.Multipart, AcceptHeader.Parse(accept), (from, to) => from.Uid.Value != Video && to.Uid.Value is Explicit or Jpeg2000);
        Assert.Equal(expected, chosen?.Value);
    }

    [Fact]
    public void Zip_keeps_the_stored_files() => Assert.Equal(
        new Uid(JpegLs), InstanceNegotiation.SyntaxFor(new Uid(JpegLs), InstanceRepresentation.Zip, AcceptHeader.Parse("application/zip"), (_, _) => true));
}
