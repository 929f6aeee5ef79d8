using System.Buffers;
using ImagingGateway.Demo;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Part10;
using ImagingGateway.Dicom.Values;
using ImagingGateway.TestKit;

namespace ImagingGateway.Dicom.Tests.Conformance;

/// <summary>What we write against dicom3tools' dciodvfy, which knows the IODs: no error in what we make, no new one in what we write again.</summary>
[Trait("Category", "Slow")]
public sealed class DciodvfyTests : IDisposable
{
    private const int LargestFile = 256 * 1024;
    private readonly string _folder = Directory.CreateTempSubdirectory("dciodvfy").FullName;

    [ToolFact("dciodvfy")]
    public async Task Demo_instances_have_no_error()
    {
        var problems = new List<string>();
        foreach (var kind in Demo().GroupBy(instance => (instance.SopClassUid, instance.DataSet.GetString(Tags.DeviceSerialNumber), instance.DataSet.GetString(Tags.BodyPartExamined))))
        {
            var path = Write(kind.First().DataSet, kind.First().TransferSyntax);
            problems.AddRange((await Dciodvfy.ErrorsAsync(path)).Select(error => $"{UidDictionary.NameOf(kind.Key.SopClassUid)} {kind.Key}: {error}"));
        }

        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    [ToolTheory("dciodvfy")]
    [InlineData("modality")]
    [InlineData("lut")]
    public async Task What_is_read_and_written_again_has_no_new_error(string folder)
    {
        if (!Corpus.IsPresent)
            return;
        var problems = new List<string>();
        var compared = 0;
        foreach (var path in Directory.EnumerateFiles(Corpus.PathOf(folder), "*.dcm", SearchOption.AllDirectories).Where(p => new FileInfo(p).Length <= LargestFile))
        {
            var bytes = await File.ReadAllBytesAsync(path);
            FileMetaInformation.TryRead(bytes, true, out var meta);
            var syntax = TransferSyntax.Of(meta!.TransferSyntaxUid);
            var dataSet = DataSetReader.ReadLeniently(bytes.AsMemory((int)meta.DataSetOffset), syntax).DataSet;
            // The gateway takes none without.
            if (dataSet.GetUid(Tags.SOPInstanceUID).IsEmpty)
                continue;
            var written = Write(dataSet, syntax.IsEncapsulated ? syntax : TransferSyntax.ExplicitVRLittleEndian);
            var news = (await Dciodvfy.ErrorsAsync(written)).Except(await Dciodvfy.ErrorsAsync(path)).ToList();
            if (news.Count > 0)
                problems.Add($"{Path.GetRelativePath(Corpus.Directory, path)}: {string.Join("; ", news.Take(3))}");
            compared++;
        }

        Assert.True(problems.Count == 0, string.Join('\n', problems));
        Assert.True(compared > 10, $"only {compared} files were compared");
    }

    public void Dispose() => Directory.Delete(_folder, true);

    // all that the demo makes: the first studies, a month of claims, and what comes late with its rejection note
    private static IEnumerable<DemoInstance> Demo()
    {
        var at = new DateTime(2026, 1, 2, 8, 0, 0, DateTimeKind.Utc);
        return DemoStudies.All(at)
            .Concat(DemoClaims.Month(new DateOnly(2026, 1, 1), lines: 60).SelectMany(claim => claim.Study))
            .Concat(DemoLateImages.For([.. DemoStudies.ChestCT(at, slices: 2, size: 32)], at));
    }

    private string Write(DataSet dataSet, TransferSyntax syntax)
    {
        var output = new ArrayBufferWriter<byte>();
        FileMetaInformation.Write(output, dataSet.GetUid(Tags.SOPClassUID), dataSet.GetUid(Tags.SOPInstanceUID), syntax.Uid, AETitle.Parse("GATEWAY"));
        DataSetWriter.Write(output, dataSet, syntax);
        var path = Path.Combine(_folder, "written.dcm");
        File.WriteAllBytes(path, output.WrittenSpan);
        return path;
    }
}
