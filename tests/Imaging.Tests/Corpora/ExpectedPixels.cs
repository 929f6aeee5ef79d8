using System.Globalization;
using ImagingGateway.TestKit;

namespace ImagingGateway.Imaging.Tests.Corpora;

/// <summary>One line of <c>expected/pixels.tsv</c>: what independent tools decoded.</summary>
internal sealed record ExpectedPixels(
    string Path, string Frame, int Rows, int Columns, int Samples, string Container, bool IsExact, string Decoder,
    string NativeHash, string AsIsHash, double Least, double Most, double Mean,
    string RgbHow, int RgbBits, string RgbHash, double RgbMean, string ReferenceRaster)
{
    private static readonly Lazy<ILookup<string, ExpectedPixels>> Lines = new(() => Read().ToLookup(line => line.Path));

    public static ILookup<string, ExpectedPixels> ByPath => Lines.Value;

    public bool WasDecoded => Frame != "-";

    private static IEnumerable<ExpectedPixels> Read() =>
        from line in File.ReadLines(Corpus.PathOf("expected/pixels.tsv")).Skip(1)
        let f = line.Split('\t')
        select new ExpectedPixels(
            f[0], f[1], Integer(f[2]), Integer(f[3]), Integer(f[4]), f[5], f[6] == "Y", f[7], f[9], f[10], Number(f[11]), Number(f[12]), Number(f[13]),
            f[14], Integer(f[15]), f[16], Number(f[19]), f[20]);

    private static int Integer(string text) => text.Length == 0 ? 0 : int.Parse(text, CultureInfo.InvariantCulture);

    private static double Number(string text) => text.Length == 0 ? double.NaN : double.Parse(text, CultureInfo.InvariantCulture);
}
