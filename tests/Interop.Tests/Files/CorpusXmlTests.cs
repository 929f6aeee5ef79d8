using System.Globalization;
using System.Xml.Linq;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Part10;
using ImagingGateway.Dicom.Xml;
using ImagingGateway.Interop.Tests.Dimse;
using ImagingGateway.TestKit;

namespace ImagingGateway.Interop.Tests.Files;

/// <summary>The Native DICOM Model of corpus files against what DCMTK's dcm2xml makes of them.</summary>
public class CorpusXmlTests
{
    private const int LargestFile = 256 * 1024;

    // dcm2xml leaves these undecoded, cuts them short or reads them another way; they are compared as JSON (CorpusJsonTests).
    private static readonly string[] Binary = ["OB", "OD", "OF", "OL", "OV", "OW", "UN"];

    [ToolTheory("dcm2xml")]
    [InlineData("charset")]
    [InlineData("modality")]
    [InlineData("sopclass")]
    [InlineData("lut")]
    [InlineData("photometric")]
    public async Task It_equals_what_dcm2xml_says(string folder)
    {
        if (!Corpus.IsPresent)
            return;
        var problems = new List<string>();
        var compared = 0;
        foreach (var path in Directory.EnumerateFiles(Corpus.PathOf(folder), "*.dcm", SearchOption.AllDirectories).Where(IsComparable))
        {
            var run = await Dcmtk.RunAsync("dcm2xml", "-q", "-nat", "+Xn", "+U8", path);
            // It converts neither ISO 2022 sets nor misspelt terms, and writes characters that XML has not.
            if (run.ExitCode != 0 || Parse(run.Output) is not { } theirs)
                continue;
            compared++;
            var differences = Compare(Describe(theirs), Describe(Write(path))).Take(4).ToList();
            if (differences.Count > 0)
                problems.Add($"{Path.GetRelativePath(Corpus.Directory, path)}: {string.Join("; ", differences)}");
        }

        Assert.True(problems.Count == 0, string.Join('\n', problems));
        Assert.True(compared > 10, $"only {compared} files of {folder} were compared");
    }

    private static XElement? Parse(string text)
    {
        try
        {
            return XElement.Parse(text);
        }
        catch (System.Xml.XmlException)
        {
            return null;
        }
    }

    private static XElement Write(string path)
    {
        var bytes = File.ReadAllBytes(path);
        FileMetaInformation.TryRead(bytes, true, out var meta);
        var dataSet = DataSetReader.ReadLeniently(bytes.AsMemory((int)meta!.DataSetOffset), TransferSyntax.Of(meta.TransferSyntaxUid)).DataSet;
        using var output = new MemoryStream();
        NativeDicomModel.Write(output, dataSet, (_, _) => "bulk");
        return XElement.Parse(System.Text.Encoding.UTF8.GetString(output.ToArray()));
    }

    // Files made with wrong character sets are read leniently here (CharacterSetTests).
    private static bool IsComparable(string path) => new FileInfo(path).Length <= LargestFile && !Path.GetFileName(path).StartsWith("wrong-", StringComparison.Ordinal);

    private static IEnumerable<string> Compare(IEnumerable<Line> theirs, IEnumerable<Line> ours)
    {
        var expected = theirs.ToLookup(line => line.At);
        var actual = ours.ToLookup(line => line.At);
        foreach (var line in expected.SelectMany(lines => lines))
        {
            // What is UN to one may be known to the other.
            if (actual[line.At].Any(other => other == line || (other.Vr != line.Vr && (other.Vr == "UN" || line.Vr == "UN"))))
                continue;
            yield return $"{line} is not among ours: {string.Join(", ", actual[line.At])}";
        }

        foreach (var line in actual.SelectMany(lines => lines).Where(line => !expected.Contains(line.At)))
            yield return $"{line} is ours only";
    }

    // What lies inside a sequence that is UN to the other has no counterpart.
    private static IEnumerable<Line> Describe(XElement model, string at = "")
    {
        foreach (var attribute in model.Elements())
        {
            var (tag, vr) = (attribute.Attribute("tag")!.Value, attribute.Attribute("vr")!.Value);
            var name = $"{at}/{tag}{attribute.Attribute("privateCreator")?.Value}";
            if (tag.StartsWith("0002", StringComparison.Ordinal) || tag == "00080005")
                continue;
            if (vr == "SQ")
            {
                foreach (var line in attribute.Elements().SelectMany(item => Describe(item, $"{name}/{item.Attribute("number")!.Value}")))
                    yield return line;
                continue;
            }

            yield return new Line(name, vr, Binary.Contains(vr) ? string.Empty : string.Join('|', attribute.Elements().Select(value => Text(value, vr))));
        }
    }

    // dcm2xml 3.6.7 writes the ideographic group once more as the phonetic one, and does not keep line ends.
    private static string Text(XElement value, string vr) => vr switch
    {
        "PN" => string.Join('=', value.Descendants().Where(part => !part.HasElements && part.Parent!.Name.LocalName != "Phonetic")
            .Select(part => $"{part.Parent!.Name.LocalName}.{part.Name.LocalName}:{part.Value.Trim()}")),
        "FL" or "FD" => double.TryParse(value.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number.ToString("G4", CultureInfo.InvariantCulture) : value.Value.ToUpperInvariant(),
        _ => string.Concat(value.Value.Where(c => !char.IsWhiteSpace(c))),
    };

    private sealed record Line(string At, string Vr, string Value);
}
