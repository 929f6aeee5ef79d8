using System.Security.Cryptography;
using System.Text;

namespace ImagingGateway.Viewer.Api.DicomWeb.Multipart;

/// <summary>The lines between the parts of a multipart/related answer (RFC 2046 5.1, RFC 2387).</summary>
internal sealed class MultipartBoundary
{
    private readonly string _boundary = "gw" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(15));
    private bool _isFirst = true;

    /// <summary>The Content-Type of the whole answer; the type is quoted as RFC 2387 wants.</summary>
    public string ContentType(string partType, string? transferSyntax = null) =>
        $"multipart/related; type=\"{partType}\"; boundary={_boundary}" + (transferSyntax is null ? string.Empty : $"; transfer-syntax={transferSyntax}");

    /// <summary>What stands before a part's bytes.</summary>
    public byte[] Header(string contentType, string? location = null)
    {
        var start = _isFirst ? string.Empty : "\r\n";
        _isFirst = false;
        var place = location is null ? string.Empty : $"\r\nContent-Location: {location}";
        return Encoding.ASCII.GetBytes($"{start}--{_boundary}\r\nContent-Type: {contentType}{place}\r\n\r\n");
    }

    /// <summary>What stands after the last part.</summary>
    public byte[] End() => Encoding.ASCII.GetBytes($"\r\n--{_boundary}--\r\n");
}
