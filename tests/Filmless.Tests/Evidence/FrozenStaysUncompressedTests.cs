using ImagingGateway.Dicom.Values;
using ImagingGateway.Filmless.Evidence;
using ImagingGateway.Filmless.Evidence.Verification;
using ImagingGateway.Filmless.Evidence.Signing;
using ImagingGateway.Storage.Retrieve;
using ImagingGateway.Transcoding.Compression;

namespace ImagingGateway.Filmless.Tests.Evidence;

/// <summary>Compression of cold studies beside frozen manifests, nothing replaced: what a manifest pins stays byte for byte.</summary>
public sealed class FrozenStaysUncompressedTests
{
    private const string JpegLs = "1.2.840.10008.1.2.4.80";

    [Fact]
    public async Task A_frozen_study_is_left_alone_and_another_is_compressed()
    {
        await using var archive = await Archive.StartAsync(withTranscoding: true);
        var (frozen, free) = (await archive.AddCtAsync(), await archive.AddCtAsync());
        var manifest = (await archive.Get<IStudyManifests>().FreezeAsync(frozen, "LK2611-0001", "bhxh.lan", CancellationToken.None))!;
        var before = await LocateAsync(archive, frozen);
        archive.Clock.Advance(TimeSpan.FromDays(400));

        var report = await archive.Get<ColdCompression>().RunAsync(TimeSpan.FromDays(365), null, CancellationToken.None);

        Assert.Equal((2, 5, 0), (report.Studies, report.Compressed, report.Kept));
        Assert.Equal(before, await LocateAsync(archive, frozen));
        Assert.All(await LocateAsync(archive, free), instance => Assert.Equal(JpegLs, instance.TransferSyntaxUid.Value));
        Assert.True((await archive.Get<IStudyManifests>().ChangeSinceAsync(manifest, CancellationToken.None)).IsNone);
        await AssertProvesAsync(archive, frozen, manifest);
    }

    // the files as they leave now are those that the manifest lists
    private static async Task AssertProvesAsync(Archive archive, Uid study, FrozenManifest frozen)
    {
        var copy = Directory.CreateTempSubdirectory("frozen-");
        try
        {
            foreach (var (number, instance) in (await LocateAsync(archive, study)).Index())
            {
                await using var content = await archive.Get<IInstanceRetrieve>().OpenFileAsync(instance, CancellationToken.None);
                await using var file = File.Create(Path.Combine(copy.FullName, $"{number}.dcm"));
                await content.CopyToAsync(file);
            }

            var (_, manifest) = ManifestVerification.Check(frozen.Signature.ToJson(), archive.Get<HospitalKeys>().All());
            Assert.All(await ManifestVerification.CheckImagesAsync(manifest!, copy.FullName, CancellationToken.None), finding => Assert.False(finding.IsFault, finding.Text));
        }
        finally
        {
            copy.Delete(recursive: true);
        }
    }

    private static async Task<List<StoredInstance>> LocateAsync(Archive archive, Uid study)
    {
        var found = new List<StoredInstance>();
        await foreach (var instance in archive.Get<IInstanceRetrieve>().LocateAsync(RetrieveScope.Study(study), CancellationToken.None))
            found.Add(instance);
        return found;
    }
}
