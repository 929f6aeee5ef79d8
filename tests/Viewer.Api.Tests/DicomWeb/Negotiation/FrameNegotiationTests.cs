using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Viewer.Api.DicomWeb.Negotiation;

namespace ImagingGateway.Viewer.Api.Tests.DicomWeb.Negotiation;

public class FrameNegotiationTests
{
    private const string Implicit = "1.2.840.10008.1.2";
    private const string Explicit = "1.2.840.10008.1.2.1";
    private const string BigEndian = "1.2.840.10008.1.2.2";
    private const string Baseline = "1.2.840.10008.1.2.4.50";
    private const string Lossless = "1.2.840.10008.1.2.4.70";
    private const string JpegLs = "1.2.840.10008.1.2.4.80";
    private const string Jpeg2000 = "1.2.840.10008.1.2.4.90";
    private const string Htj2k = "1.2.840.10008.1.2.4.202";
    private const string Rle = "1.2.840.10008.1.2.5";
    private const string Mpeg4 = "1.2.840.10008.1.2.4.102";

    [Theory]
    // native
    [InlineData(Explicit, "multipart/related; type=application/octet-stream; transfer-syntax=*", "multi application/octet-stream 1.2.840.10008.1.2.1 stored")]
    [InlineData(Explicit, "multipart/related; type=\"application/octet-stream\"", "multi application/octet-stream 1.2.840.10008.1.2.1 stored")]
    [InlineData(Implicit, "multipart/related; type=\"application/octet-stream\"", "multi application/octet-stream 1.2.840.10008.1.2.1 stored")]
    [InlineData(Implicit, "multipart/related; type=\"application/octet-stream\"; transfer-syntax=*", "multi application/octet-stream 1.2.840.10008.1.2.1 stored")]
    [InlineData(BigEndian, "multipart/related; type=\"application/octet-stream\"; transfer-syntax=*", "multi application/octet-stream 1.2.840.10008.1.2.1 decoded")]
    [InlineData(Explicit, "application/octet-stream", "single application/octet-stream 1.2.840.10008.1.2.1 stored")]
    [InlineData(Explicit, "*/*", "multi application/octet-stream 1.2.840.10008.1.2.1 stored")]
    [InlineData(Explicit, "image/jls", "single image/jls 1.2.840.10008.1.2.4.80 coded")]
    [InlineData(Explicit, "image/jphc", "single image/jphc 1.2.840.10008.1.2.4.202 coded")]
    [InlineData(Explicit, "application/octet-stream; transfer-syntax=1.2.840.10008.1.2.4.202", "single application/octet-stream 1.2.840.10008.1.2.4.202 coded")]
    [InlineData(Explicit, "image/jpeg", null)]
    [InlineData(Explicit, "image/*", null)]
    [InlineData(Explicit, "multipart/related; type=\"application/octet-stream\"; transfer-syntax=1.2.840.10008.1.2.4.80", "multi application/octet-stream 1.2.840.10008.1.2.4.80 coded")]
    // compressed
    [InlineData(JpegLs, "multipart/related; type=application/octet-stream; transfer-syntax=*", "multi application/octet-stream 1.2.840.10008.1.2.4.80 stored")]
    [InlineData(JpegLs, "multipart/related; type=\"application/octet-stream\"", "multi application/octet-stream 1.2.840.10008.1.2.1 decoded")]
    [InlineData(JpegLs, "multipart/related; type=\"application/octet-stream\"; transfer-syntax=1.2.840.10008.1.2.1", "multi application/octet-stream 1.2.840.10008.1.2.1 decoded")]
    [InlineData(JpegLs, "multipart/related; type=\"image/jls\"", "multi image/jls 1.2.840.10008.1.2.4.80 stored")]
    [InlineData(JpegLs, "multipart/related; type=\"image/jls\"; transfer-syntax=1.2.840.10008.1.2.4.80", "multi image/jls 1.2.840.10008.1.2.4.80 stored")]
    [InlineData(JpegLs, "multipart/related; type=\"image/jls\"; transfer-syntax=1.2.840.10008.1.2.4.81", null)]
    [InlineData(JpegLs, "multipart/related; type=\"image/jp2\"", "multi image/jp2 1.2.840.10008.1.2.4.90 coded")]
    [InlineData(JpegLs, "image/jls", "single image/jls 1.2.840.10008.1.2.4.80 stored")]
    [InlineData(JpegLs, "multipart/related; type=\"image/*\"", "multi image/jls 1.2.840.10008.1.2.4.80 stored")]
    [InlineData(JpegLs, "*/*", "multi application/octet-stream 1.2.840.10008.1.2.1 decoded")]
    [InlineData(JpegLs, "*/*; transfer-syntax=*", "multi image/jls 1.2.840.10008.1.2.4.80 stored")]
    [InlineData(JpegLs, "multipart/related; type=\"image/jls\", multipart/related; type=\"application/octet-stream\"", "multi image/jls 1.2.840.10008.1.2.4.80 stored")]
    [InlineData(Jpeg2000, "multipart/related; type=\"image/jls\", multipart/related; type=\"application/octet-stream\"", "multi image/jls 1.2.840.10008.1.2.4.80 coded")]
    [InlineData(Jpeg2000, "multipart/related; type=\"image/jp2\"; transfer-syntax=1.2.840.10008.1.2.4.90;q=0.1, multipart/related; type=\"application/octet-stream\"", "multi application/octet-stream 1.2.840.10008.1.2.1 decoded")]
    [InlineData(Baseline, "multipart/related; type=\"image/jpeg\"", "multi image/jpeg 1.2.840.10008.1.2.4.50 stored")]
    [InlineData(Lossless, "multipart/related; type=\"image/jpeg\"; transfer-syntax=1.2.840.10008.1.2.4.70", "multi image/jpeg 1.2.840.10008.1.2.4.70 stored")]
    [InlineData(Lossless, "multipart/related; type=\"image/jpeg\"; transfer-syntax=1.2.840.10008.1.2.4.50", null)]
    [InlineData(Htj2k, "multipart/related; type=\"image/jphc\"", "multi image/jphc 1.2.840.10008.1.2.4.202 stored")]
    [InlineData(Rle, "multipart/related; type=\"image/dicom-rle\"", "multi image/dicom-rle 1.2.840.10008.1.2.5 stored")]
    [InlineData(Mpeg4, "video/mp4", "single video/mp4 1.2.840.10008.1.2.4.102 stored")]
    [InlineData(JpegLs, "*/*, application/octet-stream;q=0", null)]
    public void Table(string stored, string accept, string? expected)
    {
        var chosen = Choose(stored, accept, isOneFrame: true, canDecode: true);
        Assert.Equal(expected, Show(chosen));
    }

    [Theory]
    [InlineData(JpegLs, "application/octet-stream", null)] // several frames are no single body
    [InlineData(JpegLs, "application/octet-stream, multipart/related;q=0.5", "multi application/octet-stream 1.2.840.10008.1.2.1 decoded")]
    public void Several_frames_need_parts(string stored, string accept, string? expected) =>
        Assert.Equal(expected, Show(Choose(stored, accept, isOneFrame: false, canDecode: true)));

    [Theory]
    [InlineData(Mpeg4, "*/*", "multi video/mp4 1.2.840.10008.1.2.4.102 stored")]
    [InlineData(Mpeg4, "multipart/related; type=\"application/octet-stream\"", null)]
    [InlineData(Mpeg4, "multipart/related; type=\"application/octet-stream\"; transfer-syntax=*", "multi application/octet-stream 1.2.840.10008.1.2.4.102 stored")]
    public void Without_a_codec_only_the_stored_form_is_offered(string stored, string accept, string? expected) =>
        Assert.Equal(expected, Show(Choose(stored, accept, isOneFrame: true, canDecode: false)));

    private static FrameRepresentation? Choose(string stored, string accept, bool isOneFrame, bool canDecode) =>
        FrameNegotiation.Choose(AcceptHeader.Parse(accept), TransferSyntax.Of(new Uid(stored)), isOneFrame, target => canDecode && target.Uid.Value is not (Baseline or Lossless or "1.2.840.10008.1.2.4.81"));

    private static string? Show(FrameRepresentation? chosen) => chosen is null ? null
        : $"{(chosen.IsMultipart ? "multi" : "single")} {chosen.MediaType} {chosen.TransferSyntax} {(chosen.IsEncoded ? "coded" : chosen.IsDecoded ? "decoded" : "stored")}";
}
