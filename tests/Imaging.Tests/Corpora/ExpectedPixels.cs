using System.Globalization;
using System.IO.Compression;
using System.Text.RegularExpressions;
using ImagingGateway.TestKit;

namespace ImagingGateway.Imaging.Tests.Corpora;

/// <summary>One line of <c>expected/pixels.tsv</c>: what independent tools decoded.</summary>
internal sealed partial record ExpectedPixels(
    string Path, string Frame, int Rows, int Columns, int Samples, string Container, bool IsExact, string Decoder,
    string NativeHash, string AsIsHash, double Least, double Most, double Mean,
    string RgbHow, int RgbBits, string RgbHash, double RgbMean, string ReferenceRaster)
{
    private static readonly Lazy<ILookup<string, ExpectedPixels>> Lines = new(() => Read().ToLookup(line => line.Path));

    public static ILookup<string, ExpectedPixels> ByPath => Lines.Value;

    public bool WasDecoded => Frame != "-";

    /// <summary>Greatest difference between a frame and its reference raster (frame 0, or its centre).</summary>
    /// <param name="native">Samples in the container of the expectation.</param>
    public long GreatestDifference(ReadOnlySpan<byte> native)
    {
        var place = Place().Match(ReferenceRaster);
        int Part(string name) => int.Parse(place.Groups[name].ValueSpan, CultureInfo.InvariantCulture);
        using var gzip = new GZipStream(File.OpenRead(Corpus.PathOf("expected/" + ReferenceRaster)), CompressionMode.Decompress);
        var bytes = new MemoryStream();
        gzip.CopyTo(bytes);
        var (reference, index, greatest) = (bytes.ToArray(), 0, 0L);
        for (var y = Part("y"); y < Part("y") + Part("h"); y++)
        {
            for (var x = Part("x") * Samples; x < (Part("x") + Part("w")) * Samples; x++)
            {
                var here = Sample(native, (y * Columns * Samples) + x);
                greatest = Math.Max(greatest, Math.Abs(here - Sample(reference, index++)));
            }
        }

        Assert.Equal(Part("w") * Part("h") * Part("c"), index);
        return greatest;
    }

    private long Sample(ReadOnlySpan<byte> native, int index) => Container switch
    {
        "u8" => native[index],
        "s8" => (sbyte)native[index],
        "u16" => BitConverter.ToUInt16(native[(index * 2)..]),
        "s16" => BitConverter.ToInt16(native[(index * 2)..]),
        _ => throw new InvalidOperationException(Container),
    };

    private static IEnumerable<ExpectedPixels> Read() =>
        from line in File.ReadLines(Corpus.PathOf("expected/pixels.tsv")).Skip(1)
        let f = line.Split('\t')
        select new ExpectedPixels(
            f[0], f[1], Integer(f[2]), Integer(f[3]), Integer(f[4]), f[5], f[6] == "Y", f[7], f[9], f[10], Number(f[11]), Number(f[12]), Number(f[13]),
            f[14], Integer(f[15]), f[16], Number(f[19]), f[20]);

    private static int Integer(string text) => text.Length == 0 ? 0 : int.Parse(text, CultureInfo.InvariantCulture);

    private static double Number(string text) => text.Length == 0 ? double.NaN : double.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\.y(?<y>\d+)\.x(?<x>\d+)\.h(?<h>\d+)\.w(?<w>\d+)\.c(?<c>\d+)\.")]
    private static partial Regex Place();
}
