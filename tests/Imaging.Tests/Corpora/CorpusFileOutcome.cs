using System.Text.Json;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Json;
using ImagingGateway.Dicom.Part10;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Imaging.Codecs;
using ImagingGateway.TestKit;
using Xunit.Sdk;

namespace ImagingGateway.Imaging.Tests.Corpora;

/// <summary>What becomes of one file of the corpus: read, as JSON, its first frame decoded, and that encoded again.</summary>
/// <param name="Path">In the corpus.</param>
/// <param name="Syntax">Transfer syntax as declared or guessed; empty when it was not read.</param>
/// <param name="Kind">The SOP class's kind of object.</param>
/// <param name="Photometric">Photometric Interpretation; empty without an image.</param>
/// <param name="IsRead">Header and values could be read.</param>
/// <param name="IsJson">It was written as DICOM JSON and read back as the same number of elements.</param>
/// <param name="IsExpectedImage">Another tool decoded the image, or it is one of ours to decode.</param>
/// <param name="IsDecoded">The first frame is what the other tool says, or was decoded where none could.</param>
/// <param name="Encodings">In how many lossless syntaxes the first frame came back bit by bit, of those that can be written here.</param>
/// <param name="Reason">Why something is missing; empty when all is well.</param>
internal sealed record CorpusFileOutcome(
    string Path, string Syntax, string Kind, string Photometric, bool IsRead, bool IsJson, bool IsExpectedImage, bool IsDecoded, IReadOnlyList<string> Encodings, string Reason)
{
    /// <summary>The lossless syntaxes that frames may be written in, in the order of the table.</summary>
    public static readonly (string Name, Uid Uid)[] Lossless =
    [
        ("RLE", Uids.RLELossless), ("JPEG-LS", Uids.JPEGLSLossless), ("JPEG 2000", Uids.JPEG2000Lossless), ("HTJ2K", Uids.HTJ2KLossless),
    ];

    public static CorpusFileOutcome Of(string path)
    {
        var bytes = File.ReadAllBytes(Corpus.PathOf(path));
        DataSetReading reading;
        Uid syntax;
        try
        {
            FileMetaInformation.TryRead(bytes, true, out var meta);
            syntax = meta!.TransferSyntaxUid;
            reading = DataSetReader.ReadLeniently(bytes.AsMemory((int)meta.DataSetOffset), TransferSyntax.Of(syntax));
        }
        catch (MalformedDataSetException refused)
        {
            return new CorpusFileOutcome(path, string.Empty, string.Empty, string.Empty, false, false, false, false, [], refused.Message.Split(" (byte")[0].TrimEnd('.'));
        }

        var kind = ObjectKind.Of(reading.DataSet.GetUid(Tags.SOPClassUID));
        var photometric = reading.DataSet.GetString(Tags.PhotometricInterpretation) ?? string.Empty;
        var (isExpected, isDecoded, encodings, reason) = Pixels(path);
        return new CorpusFileOutcome(path, syntax.Value, kind, isExpected ? photometric : string.Empty, true, IsSameAsJson(reading.DataSet), isExpected, isDecoded, encodings, reason);
    }

    private static bool IsSameAsJson(Dicom.DataSets.DataSet dataSet)
    {
        using var output = new MemoryStream();
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { MaxDepth = 2000 }))
            DicomJson.Write(json, dataSet);
        using var document = JsonDocument.Parse(output.ToArray(), new JsonDocumentOptions { MaxDepth = 2000 });
        var read = DicomJson.Read(document.RootElement);
        // Group lengths are left out, the character set is always written.
        return read.Count(e => e.Tag != Tags.SpecificCharacterSet) == dataSet.Count(e => !e.Tag.IsGroupLength && e.Tag != Tags.SpecificCharacterSet);
    }

    private static (bool IsExpected, bool IsDecoded, IReadOnlyList<string> Encodings, string Reason) Pixels(string path)
    {
        var expected = ExpectedPixels.ByPath[path].FirstOrDefault();
        if (expected is null || NotDecodable.WithoutImage.Contains(path))
            return (false, false, [], string.Empty);
        if (CorpusImage.Open(path) is not { FrameCount: > 0 } image)
            return (true, false, [], "there is no frame");
        DecodedFrame frame;
        try
        {
            frame = image.Decode(0);
        }
        catch (UndecodableFrameException refused)
        {
            return (true, false, [], refused.Message.TrimEnd('.'));
        }

        try
        {
            if (expected.WasDecoded)
                CorpusPixelsTests.Compare(image, ExpectedPixels.ByPath[path].FirstOrDefault(line => line.Frame == "0") ?? expected);
        }
        catch (XunitException)
        {
            return (true, false, [], "the pixels are not those of the other tool");
        }

        return (true, true, [.. Lossless.Where(syntax => ComesBack(frame, TransferSyntax.Of(syntax.Uid))).Select(syntax => syntax.Name)], string.Empty);
    }

    private static bool ComesBack(DecodedFrame frame, TransferSyntax syntax)
    {
        if (!FrameEncoder.CanEncode(syntax))
            return false;
        try
        {
            var encoded = FrameEncoder.Encode(frame, syntax);
            var decoded = FrameDecoder.Decode(encoded.Description, encoded.Bytes, syntax, new FrameSource(1, VR.OB));
            return decoded.Samples.Span.SequenceEqual(frame.Samples.Span);
        }
        catch (Exception problem) when (problem is NotSupportedException or UndecodableFrameException)
        {
            return false;
        }
    }
}
