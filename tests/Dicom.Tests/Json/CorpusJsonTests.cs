using System.Text.Json;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Json;
using ImagingGateway.Dicom.Part10;
using ImagingGateway.TestKit;

namespace ImagingGateway.Dicom.Tests.Json;

/// <summary>The JSON of every corpus file against what DCMTK and pydicom made of it.</summary>
public class CorpusJsonTests
{
    // Files that break the rules, and of which these tools saw less, or other things, than their notes say is in them.
    private static readonly string[] ReadOtherwise =
    [
        "charset/real/chrH31.dcm", // a name of carets only is no name
        "quirks/made/declared-be-is-le.dcm", "quirks/made/declared-le-is-be.dcm", // byte order recognised here
        "quirks/made/no-preamble-but-dicm.dcm", "quirks/made/two-files-concatenated.dcm", "quirks/made/trailing-garbage.dcm",
        "quirks/made/sq-length-wrong.dcm", "quirks/made/item-tag-stray.dcm", // reading goes on here
        "quirks/made/trunc-in-value.dcm", "quirks/made/value-length-beyond-eof.dcm", "quirks/made/pixels-length-plus2.dcm", // a value cut short is left out here
        "quirks/real/meta-missing-ts.dcm",
    ];

    public static TheoryData<string> Folders => [.. CorpusFile.Folders];

    [Theory]
    [MemberData(nameof(Folders))]
    public void It_equals_what_independent_tools_say(string folder)
    {
        if (!Corpus.IsPresent)
            return;
        var problems = new List<string>();
        var texts = File.ReadLines(Corpus.PathOf("expected/charset.tsv")).Skip(1).Select(l => l.Split('\t')).ToLookup(f => f[0], f => f[1]);
        foreach (var line in File.ReadLines(Corpus.PathOf("expected/json-index.tsv")).Skip(1).Select(l => l.Split('\t')))
        {
            var (path, expectedPath, producer) = (line[0], line[1], line[2]);
            // fd-inf-denormal: what DCMTK wrote is no JSON.
            if (!path.StartsWith(folder + "/", StringComparison.Ordinal) || producer == "none" || path == "quirks/made/fd-inf-denormal.dcm")
                continue;
            using var expected = JsonDocument.Parse(File.ReadAllBytes(Corpus.PathOf("expected/" + expectedPath)), new JsonDocumentOptions { MaxDepth = 2000 });
            var bytes = CorpusFile.Of(path).Bytes;
            try
            {
                Assert.True(FileMetaInformation.TryRead(bytes, true, out var meta));
                var reading = DataSetReader.ReadLeniently(bytes.AsMemory((int)meta!.DataSetOffset), TransferSyntax.Of(meta.TransferSyntaxUid));
                using var actual = JsonDocument.Parse(Write(reading.DataSet), new JsonDocumentOptions { MaxDepth = 2000 });
                IReadOnlyList<string> differences = new JsonComparison(producer).Compare(expected.RootElement, actual.RootElement);
                // Text of the made character set files has an expectation of its own (CharacterSetTests).
                differences = [.. differences.Where(d => !texts[path].Any(t => d.StartsWith(t, StringComparison.Ordinal)))];
                if (differences.Count > 0 != ReadOtherwise.Contains(path))
                    problems.Add($"{path} [{producer}] {string.Join("; ", differences.Take(4))}");
            }
            catch (MalformedDataSetException problem) when (!Encoding.CorpusReadTests.Refused.Contains(path))
            {
                problems.Add($"{path}: {problem.Message}");
            }
            catch (MalformedDataSetException)
            {
                // Refused, as CorpusReadTests demands.
            }
        }

        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    private static byte[] Write(DataSets.DataSet dataSet)
    {
        using var output = new MemoryStream();
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { MaxDepth = 2000 }))
            DicomJson.Write(json, dataSet);
        return output.ToArray();
    }
}
