using System.Collections.Concurrent;
using System.Text;

namespace ImagingGateway.Dicom.Encoding.Text;

/// <summary>The code pages of the framework, with replacement instead of best fit.</summary>
internal static class CodePages
{
    private static readonly ConcurrentDictionary<int, System.Text.Encoding> Known = new();

    public static System.Text.Encoding Get(int codePage) => Known.GetOrAdd(codePage, static page =>
        CodePagesEncodingProvider.Instance.GetEncoding(page, new EncoderReplacementFallback("?"), new DecoderReplacementFallback("\uFFFD"))
        ?? System.Text.Encoding.GetEncoding(page, new EncoderReplacementFallback("?"), new DecoderReplacementFallback("\uFFFD")));
}
