using ImagingGateway.Demo;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Storage;
using ImagingGateway.Storage.Retrieve;
using Microsoft.Extensions.DependencyInjection;

namespace ImagingGateway.Viewer.Api.Tests.DicomWeb.Retrieve;

/// <summary>An image whose file is not what was received never leaves as a whole answer.</summary>
public sealed class DamagedFileTests : IAsyncLifetime
{
    private const string File = "application/dicom; transfer-syntax=*";

    private DicomWebServer _server = null!;
    private List<StoredInstance> _instances = [];

    public async Task InitializeAsync()
    {
        _server = await DicomWebServer.StartAsync(storage: new StorageOptions { CheckFilesOnRead = true });
        var made = DemoStudies.ChestCT(new DateTime(2026, 11, 20, 9, 30, 0), slices: 5, size: 512).ToList();
        foreach (var instance in made)
            Assert.Equal(200, (await _server.StoreAsync(DicomWebServer.FileOf(instance))).Status);
        await _server.WhenPublishedAsync();
        _instances = await _server.Services.GetRequiredService<IInstanceRetrieve>().LocateAsync(RetrieveScope.Study(made[0].DataSet.GetUid(Tags.StudyInstanceUID)), default).ToListAsync();
        var file = Path.Combine(_server.Folder, "objects", _instances[2].Place.Object);
        var bytes = await System.IO.File.ReadAllBytesAsync(file);
        bytes[^1] ^= 1;
        await System.IO.File.WriteAllBytesAsync(file, bytes);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("multipart/related; type=\"application/dicom\"; transfer-syntax=*")]
    [InlineData("application/zip")]
    public async Task AStudyWithItBreaksOff(string accept)
    {
        for (var again = 0; again < 2; again++)
        {
            await Assert.ThrowsAnyAsync<Exception>(async () =>
            {
                using var response = await _server.GetAsync($"studies/{_instances[0].StudyInstanceUid}", accept);
                response.EnsureSuccessStatusCode();
                await response.Content.ReadAsByteArrayAsync();
            });
        }
    }

    [Fact]
    public async Task AloneItIsRefusedInWordsBeforeItsFirstByteAndTheOthersCome()
    {
        using (var response = await _server.GetAsync(PathOf(_instances[2]), File))
        {
            Assert.Equal(500, (int)response.StatusCode);
            Assert.Contains("verify", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        foreach (var whole in _instances.Where((_, i) => i != 2))
        {
            using var response = await _server.GetAsync(PathOf(whole), File);
            Assert.Equal(whole.Length, (await response.Content.ReadAsByteArrayAsync()).Length);
        }

        Assert.Equal([_instances[2].SopInstanceUid], _server.Services.GetRequiredService<DamagedReads>().Examples(9));

        // parts have no hash of their own: a frame is shown as it is
        using var frame = await _server.GetAsync(PathOf(_instances[2]) + "/frames/1", "multipart/related; type=\"application/octet-stream\"");
        Assert.True(frame.IsSuccessStatusCode);
    }

    private static string PathOf(StoredInstance instance) => $"studies/{instance.StudyInstanceUid}/series/{instance.SeriesInstanceUid}/instances/{instance.SopInstanceUid}";
}
