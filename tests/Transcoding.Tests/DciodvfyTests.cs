using System.Buffers;
using System.Diagnostics;
using System.Text.RegularExpressions;
using ImagingGateway.Demo;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Part10;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Imaging.Codecs;
using ImagingGateway.TestKit;

namespace ImagingGateway.Transcoding.Tests;

/// <summary>What the gateway sends in another transfer syntax, against dicom3tools' dciodvfy: no error that the stored instance has not.</summary>
[Trait("Category", "Slow")]
public sealed partial class DciodvfyTests : IAsyncLifetime
{
    private const int LargestFile = 300 * 1024;

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
    public async Task What_is_sent_in_another_syntax_has_no_new_error(string uid)
    {
        var target = TransferSyntax.Of(new Uid(uid));
        var problems = new List<string>();
        var compared = 0;
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

            compared++;
            var news = (await ErrorsAsync(sent)).Except(await ErrorsAsync(file)).ToList();
            if (news.Count > 0)
                problems.Add($"{name}: {string.Join("; ", news.Take(3))}");
        }

        Assert.True(problems.Count == 0, string.Join('\n', problems));
        Assert.True(compared > 3, $"only {compared} files were compared");
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
        foreach (var path in Directory.EnumerateFiles(Corpus.PathOf("modality"), "*.dcm", SearchOption.AllDirectories).Where(path => new FileInfo(path).Length <= LargestFile && IsTaken(path)).Order(StringComparer.Ordinal).Take(15))
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
        await File.WriteAllBytesAsync(path, file);
        using var process = Process.Start(new ProcessStartInfo(Tool.Require("dciodvfy"), [path]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var (standard, errors) = (process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
        await process.WaitForExitAsync(patience.Token);
        return [.. (await standard + await errors).Split('\n').Where(line => line.StartsWith("Error", StringComparison.Ordinal)).Select(line => Place().Replace(line.Trim(), string.Empty))];
    }

    [GeneratedRegex(@"0x[0-9a-f]+( dec [0-9]+)?|[0-9]+ dec|\(0x[0-9a-f]+\)")]
    private static partial Regex Place();
}
