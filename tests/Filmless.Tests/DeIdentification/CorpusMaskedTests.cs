using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Part10;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.DeIdentification;
using ImagingGateway.Filmless.Secrets;
using ImagingGateway.TestKit;

namespace ImagingGateway.Filmless.Tests.DeIdentification;

/// <summary>Every public file with frames, as it is shown under a link without names, against dicom3tools' dciodvfy: no error that the file itself has not.</summary>
[Trait("Category", "Slow")]
public sealed class CorpusMaskedTests : IDisposable
{
    /// <summary>In these dciodvfy stops at what masking takes out (groups of commands, nesting), so that it sees the rest for the first time.</summary>
    private static readonly string[] Unseen =
        ["quirks/made/group0-in-dataset.dcm", "quirks/made/group2-in-dataset.dcm", "quirks/made/private-group-1-3.dcm", "quirks/made/sq-nested-400.dcm"];

    private readonly string _folder = Directory.CreateTempSubdirectory("dciodvfy-corpus-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [ToolFact("dciodvfy")]
    public async Task Taking_names_out_makes_no_error()
    {
        var masks = new DeIdentifier(SigningKey.LoadOrCreate(Path.Combine(_folder, "keys")), "link");
        var problems = new List<string>();
        var compared = 0;
        foreach (var path in Paths())
        {
            if (Unseen.Contains(path) || Read(path) is not var (dataSet, syntax))
                continue;
            compared++;
            var news = await Dciodvfy.ErrorsAsync(masks.Apply(dataSet), syntax);
            news.ExceptWith(await Dciodvfy.ErrorsAsync(Corpus.PathOf(path)));
            if (news.Count > 0)
                news.ExceptWith(await Dciodvfy.ErrorsAsync(dataSet, syntax)); // of what is read leniently, it may see less
            if (news.Count > 0)
                problems.Add($"{path}: {string.Join("; ", news)}");
        }

        Assert.True(problems.Count == 0, string.Join('\n', problems));
        Assert.True(compared > 700, $"only {compared} files were compared");
    }

    [CorpusFact]
    public void Nothing_that_identifies_is_left()
    {
        var masks = new DeIdentifier(SigningKey.LoadOrCreate(Path.Combine(_folder, "keys")), "link");
        var problems = new List<string>();
        foreach (var path in Paths())
        {
            if (Read(path) is not var (dataSet, _))
                continue;
            var secrets = Identifying.SelectMany(tag => dataSet.GetStrings(tag)).Select(value => value.Trim()).Where(IsTelling).ToHashSet();
            if (Texts(masks.Apply(dataSet)).FirstOrDefault(secrets.Contains) is { } left)
                problems.Add($"{path}: {left}");
        }

        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    // names and numbers; plain words such as HEAD also stand where they say what is seen
    private static bool IsTelling(string value) => value.Length > 3 && (value.Contains('^') || value.Any(char.IsDigit)) && value is not ("19000101" or "000000");

    private static readonly Tag[] Identifying =
    [
        Tags.PatientName, Tags.PatientID, Tags.PatientBirthDate, Tags.PatientAge, Tags.StudyDate, Tags.SeriesDate, Tags.AcquisitionDate, Tags.ContentDate, Tags.StudyTime, Tags.SeriesTime,
        Tags.ContentTime, Tags.AcquisitionDateTime, Tags.AccessionNumber, Tags.StudyID, Tags.InstitutionName, Tags.StationName, Tags.ReferringPhysicianName,
        Tags.OperatorsName, Tags.PerformingPhysicianName, Tags.ContentCreatorName, Tags.StudyDescription, Tags.SeriesDescription, Tags.ProtocolName, Tags.DeviceSerialNumber,
        Tags.StudyInstanceUID, Tags.SeriesInstanceUID, Tags.SOPInstanceUID, Tags.FrameOfReferenceUID, Tags.ContainerIdentifier, Tags.SpecimenIdentifier,
    ];

    private static IEnumerable<string> Texts(DataSet dataSet) => dataSet.SelectMany(element => element.Items is { } items
        ? items.SelectMany(Texts)
        : element.VR.IsText && element.VR != VR.IS ? dataSet.GetStrings(element.Tag).Select(value => value.Trim()) : []);

    private static IEnumerable<string> Paths() => File.ReadLines(Corpus.PathOf("manifest.tsv")).Skip(1).Select(line => line.Split('\t')[0]);

    // what has no frames does not exist under such a link, and what has no UIDs is not taken
    private static (DataSet DataSet, TransferSyntax Syntax)? Read(string path)
    {
        var bytes = File.ReadAllBytes(Corpus.PathOf(path));
        try
        {
            FileMetaInformation.TryRead(bytes, true, out var meta);
            var syntax = TransferSyntax.Of(meta!.TransferSyntaxUid);
            var dataSet = DataSetReader.ReadLeniently(bytes.AsMemory((int)meta.DataSetOffset), syntax).DataSet;
            var hasFrames = new[] { Tags.PixelData, Tags.FloatPixelData, Tags.DoubleFloatPixelData }.Any(dataSet.Contains);
            return hasFrames && new[] { Tags.SOPClassUID, Tags.SOPInstanceUID }.All(tag => !dataSet.GetUid(tag).IsEmpty) ? (dataSet, syntax) : null;
        }
        catch (MalformedDataSetException)
        {
            return null;
        }
    }
}
