using System.Text;
using System.Text.Unicode;

namespace ImagingGateway.Filmless.Claims.Import;

/// <summary>Turns the bytes of a claim file into text: by its byte order mark, else UTF-16 by its zeros, UTF-8 when valid, else windows-1258.</summary>
public static class ClaimFileText
{
    private const int Looked = 256;

    private static readonly Encoding Cp1258 = CodePagesEncodingProvider.Instance.GetEncoding(1258)!;

    public static TextReader Open(ReadOnlySpan<byte> bytes)
    {
        var (encoding, mark) = EncodingOf(bytes);
        var text = encoding.GetString(bytes[mark..]);
        // windows-1258 writes accents as letters of their own
        return new StringReader(ReferenceEquals(encoding, Cp1258) ? text.Normalize(NormalizationForm.FormC) : text);
    }

    private static (Encoding Encoding, int Mark) EncodingOf(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xEF, 0xBB, 0xBF, ..] => (Encoding.UTF8, 3),
        [0xFF, 0xFE, ..] => (Encoding.Unicode, 2),
        [0xFE, 0xFF, ..] => (Encoding.BigEndianUnicode, 2),
        _ when ZerosAt(bytes, odd: true) => (Encoding.Unicode, 0),
        _ when ZerosAt(bytes, odd: false) => (Encoding.BigEndianUnicode, 0),
        _ when Utf8.IsValid(bytes) => (Encoding.UTF8, 0),
        _ => (Cp1258, 0),
    };

    /// <summary>Field names are Latin letters: in UTF-16 most of every other byte is zero.</summary>
    private static bool ZerosAt(ReadOnlySpan<byte> bytes, bool odd)
    {
        var zeros = 0;
        var pairs = Math.Min(bytes.Length, Looked) / 2;
        for (var pair = 0; pair < pairs; pair++)
            zeros += bytes[(2 * pair) + (odd ? 1 : 0)] == 0 ? 1 : 0;
        return pairs > 2 && zeros > pairs / 2;
    }
}
