using System.Text.Json;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Interop.Tests.Durability;
using ImagingGateway.TestKit;

namespace ImagingGateway.Interop.Tests.Commands;

/// <summary>The commands that an IT person keeps the archive with, on the database of a gateway that has served: all its rooms have made their tables there.</summary>
public abstract class BackupContract : IDisposable
{
    private const int Images = 5;

    private readonly DirectoryInfo _work = Directory.CreateTempSubdirectory("backup-");

    public void Dispose()
    {
        _work.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>For the first backup.</summary>
    protected virtual string[] BackupOptions => [];

    /// <summary>Settings of a gateway with an empty index.</summary>
    protected abstract Task<Dictionary<string, string>> NewAsync();

    /// <summary>The same with another empty index, over the same images.</summary>
    protected abstract Task<Dictionary<string, string>> OtherAsync(Dictionary<string, string> settings);

    [Fact]
    public async Task A_backup_beside_a_running_gateway_is_restored_elsewhere_and_served()
    {
        var settings = await NewAsync();
        var (study, data, restored) = (Uid.New(), Place("data"), Place("restored"));
        for (var i = 0; i < Images; i++)
            await File.WriteAllBytesAsync(Path.Combine(Directory.CreateDirectory(Place("films")).FullName, $"{i}.dcm"), new MadeInstance { Study = study.Value, Series = $"{study.Value}.1", InstanceNumber = i }.File());
        using (var gateway = new GatewayProcess(data, null, settings))
        {
            Assert.True(await gateway.ListensAsync(), gateway.Output);
            await SucceedsAsync(settings, $"{Images}", "import", Place("films"), "--data", data);
            await SucceedsAsync(settings, "restored for a test, and equal", ["backup", Place("backup"), "--data", data, .. BackupOptions]);
            await SucceedsAsync(settings, $"{Images} images checked, 0 damaged", "verify", "--data", data);
            gateway.Kill();
            Assert.True(await gateway.EndsAsync(TimeSpan.FromSeconds(60)), gateway.Output);
        }

        var other = await OtherAsync(settings);
        await SucceedsAsync(other, "rows restored", "restore", Place("backup"), "--data", restored);
        await SucceedsAsync(other, $"{Images} images checked, 0 damaged", "verify", "--data", restored);
        using var again = new GatewayProcess(restored, null, other);
        Assert.True(await again.ListensAsync(), again.Output);
        using var client = new HttpClient();
        using var found = JsonDocument.Parse(await client.GetStringAsync(new Uri(again.Web, $"studies/{study.Value}/instances")));
        Assert.Equal(Images, found.RootElement.GetArrayLength());
        await SucceedsAsync(other, "restored for a test, and equal", "backup", Place("backup-again"), "--data", restored);
    }

    private string Place(string name) => Path.Combine(_work.FullName, name);

    private static async Task SucceedsAsync(Dictionary<string, string> settings, string saying, params string[] arguments)
    {
        var (code, said) = await CommandProcess.RunAsync(settings, arguments);
        Assert.True(code == 0 && said.Contains(saying, StringComparison.Ordinal), $"{arguments[0]}: {code}, {said}");
    }
}
