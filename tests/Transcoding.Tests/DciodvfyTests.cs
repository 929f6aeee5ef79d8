using System.Buffers;
using ImagingGateway.Demo;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Part10;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Imaging.Codecs;
using ImagingGateway.Storage.Maintenance.Exporting;
using ImagingGateway.Storage.Retrieve;
using ImagingGateway.TestKit;
using ImagingGateway.Transcoding.Compression;

namespace ImagingGateway.Transcoding.Tests;

/// <summary>What the gateway sends in another transfer syntax, against dicom3tools' dciodvfy: no error that the stored instance has not.</summary>
[Trait("Category", "Slow")]
public sealed class DciodvfyTests : IAsyncLifetime
{
    private const int LargestFile = 300 * 1024;

    /// <summary>Of the public files those that are whole objects: every modality, every photometric interpretation, every coding.</summary>
    private static readonly string[] Folders = ["modality", "photometric", "lut", "ts"];

    private readonly string _folder = Directory.CreateTempSubdirectory("dciodvfy-sent-").FullName;
    private Archive _archive = null!;

    public async Task InitializeAsync() => _archive = await Archive.StartAsync(new TranscodingOptions { AllowLossy = true, FillCache = false });

    public async Task DisposeAsync()
    {
        await _archive.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [ToolTheory("dciodvfy")]
    [InlineData("1.2.840.10008.1.2")]
    [InlineData("1.2.840.10008.1.2.1")]
    [InlineData("1.2.840.10008.1.2.5")]
    [InlineData("1.2.840.10008.1.2.4.50")]
    [InlineData("1.2.840.10008.1.2.4.80")]
    [InlineData("1.2.840.10008.1.2.4.90")]
    [InlineData("1.2.840.10008.1.2.4.201")]
    [InlineData("1.2.840.10008.1.2.4.202")]
    public async Task What_is_sent_in_another_syntax_has_no_new_error(string uid)
    {
        var target = TransferSyntax.Of(new Uid(uid));
        var problems = new List<string>();
        var compared = new List<string>();
        foreach (var (name, file) in Files())
        {
            var stored = await _archive.StoreAsync(file);
            byte[] sent;
            try
            {
                sent = await CorpusTranscodingTests.SendAsync(_archive, stored, target);
            }
            catch (UndecodableFrameException)
            {
                continue; // refused in words; nothing is sent
            }

            compared.Add(name);
            var news = await ErrorsAsync(sent);
            if (news.Count > 0)
                news.ExceptWith(await ErrorsAsync(file));
            if (news.Count > 0)
                news.ExceptWith(await HeaderErrorsAsync(file, target));
            if (news.Count > 0)
                problems.Add($"{name}: {string.Join("; ", news.Take(3))}");
        }

        Assert.True(problems.Count == 0, string.Join('\n', problems));
        Assert.True(compared.Count > 15, $"only {compared.Count} files were compared");

        // by plane, as ultrasound IODs want YBR_FULL, in every syntax that can have it so, and in no other
        if (Corpus.IsPresent)
            Assert.Equal(!uid.StartsWith("1.2.840.10008.1.2.4.", StringComparison.Ordinal), compared.Contains("us-ybrfull-planar1-rle.dcm"));
    }

    [ToolFact("dciodvfy")]
    public async Task What_was_compressed_in_the_archive_has_no_new_error()
    {
        var stored = new List<(string Name, byte[] File, StoredInstance Was)>();
        foreach (var (name, file) in Files())
            stored.Add((name, file, await _archive.StoreAsync(file)));
        var report = await _archive.Get<ColdCompression>().RunAsync(TimeSpan.FromDays(-1), null, default);

        var problems = new List<string>();
        var compressed = 0;
        foreach (var (name, file, was) in stored)
        {
            var retrieve = _archive.Get<IInstanceRetrieve>();
            await foreach (var now in retrieve.LocateAsync(RetrieveScope.Instance(was.StudyInstanceUid, was.SeriesInstanceUid, was.SopInstanceUid), default))
            {
                if (now.TransferSyntaxUid == was.TransferSyntaxUid)
                    continue;
                compressed++;
                using var bytes = new MemoryStream();
                await using (var content = await retrieve.OpenFileAsync(now, default))
                    await content.CopyToAsync(bytes);
                problems.AddRange((await ErrorsAsync(bytes.ToArray())).Except(await ErrorsAsync(file)).Select(error => $"{name}: {error}"));
            }
        }

        Assert.True(problems.Count == 0, string.Join('\n', problems));
        Assert.True(compressed >= 2 && compressed == report.Compressed, $"{compressed} files of {report} were compared");
    }

    [ToolFact("dciodvfy")]
    public async Task The_directory_of_an_export_has_no_error()
    {
        foreach (var (_, file) in Files().Where(file => file.Name.StartsWith("demo", StringComparison.Ordinal)))
            await _archive.StoreAsync(file);
        var (export, disc) = (_archive.Get<StudyExport>(), Path.Combine(_folder, "disc"));
        Assert.True((await export.RunAsync(export.FindAsync(null, null, null, default), disc, true, "tester", null, default)).Files >= 3);
        Assert.Empty(await Dciodvfy.ErrorsAsync(Path.Combine(disc, "DICOMDIR")));
    }

    private static IEnumerable<(string Name, byte[] File)> Files()
    {
        foreach (var kind in DemoStudies.All(new DateTime(2026, 1, 2, 8, 0, 0, DateTimeKind.Utc)).GroupBy(instance => (instance.SopClassUid, instance.TransferSyntax)))
        {
            var output = new ArrayBufferWriter<byte>();
            FileMetaInformation.Write(output, kind.First().SopClassUid, kind.First().DataSet.GetUid(Tags.SOPInstanceUID), kind.Key.TransferSyntax.Uid, null);
            DataSetWriter.Write(output, kind.First().DataSet, kind.Key.TransferSyntax);
            yield return ($"demo {kind.Key.SopClassUid}", output.WrittenSpan.ToArray());
        }

        if (!Corpus.IsPresent)
            yield break;
        var paths = Folders.SelectMany(folder => Directory.EnumerateFiles(Corpus.PathOf(folder), "*", SearchOption.AllDirectories)).Order(StringComparer.Ordinal);
        foreach (var path in paths.Where(path => new FileInfo(path).Length <= LargestFile && IsTaken(path)).DistinctBy(path => FileHeader.Read(path).DataSet.GetUid(Tags.SOPInstanceUID)))
            yield return (Path.GetFileName(path), File.ReadAllBytes(path));
    }

    // the gateway takes no instance without these
    private static bool IsTaken(string path)
    {
        var header = FileHeader.Read(path).DataSet;
        return new[] { Tags.SOPClassUID, Tags.SOPInstanceUID, Tags.StudyInstanceUID, Tags.SeriesInstanceUID }.All(tag => !header.GetUid(tag).IsEmpty);
    }

    private async Task<HashSet<string>> ErrorsAsync(byte[] file)
    {
        var path = Path.Combine(_folder, "sent.dcm");
        await File.WriteAllBytesAsync(path, Readable(file));
        return await Dciodvfy.ErrorsAsync(path);
    }

    /// <summary>Errors of the elements alone: dciodvfy gives up on files that are deflated, or of 32 bits a sample, and in Implicit VR on some real world values.</summary>
    private async Task<HashSet<string>> HeaderErrorsAsync(byte[] file, TransferSyntax target)
    {
        FileMetaInformation.TryRead(file, true, out var meta);
        var dataSet = DataSetReader.ReadLeniently(file.AsMemory((int)meta!.DataSetOffset), TransferSyntax.Of(meta.TransferSyntaxUid)).DataSet;
        dataSet.Remove(Tags.PixelData);
        var syntax = target.IsEncapsulated ? TransferSyntax.ExplicitVRLittleEndian : target;
        var output = new ArrayBufferWriter<byte>();
        FileMetaInformation.Write(output, meta.SopClassUid, meta.SopInstanceUid, syntax.Uid, null);
        DataSetWriter.Write(output, dataSet, syntax);
        return await ErrorsAsync(output.WrittenSpan.ToArray());
    }

    /// <summary>Debian's dciodvfy takes HTJ2K (PS3.5 A.4.4) for native pixels: it is shown the same data set as JPEG 2000, which demands the same of it.</summary>
    private static byte[] Readable(byte[] file)
    {
        if (!FileMetaInformation.TryRead(file, true, out var meta) || !meta!.TransferSyntaxUid.Value.StartsWith("1.2.840.10008.1.2.4.20", StringComparison.Ordinal))
            return file;
        var output = new ArrayBufferWriter<byte>();
        FileMetaInformation.Write(output, meta.SopClassUid, meta.SopInstanceUid, new Uid("1.2.840.10008.1.2.4.90"), null);
        output.Write(file.AsSpan((int)meta.DataSetOffset));
        return output.WrittenSpan.ToArray();
    }
}
