using ImagingGateway.Demo;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Filmless.DeIdentification;
using ImagingGateway.Filmless.Secrets;
using ImagingGateway.TestKit;

namespace ImagingGateway.Filmless.Tests.DeIdentification;

/// <summary>What is shown under a link without names, against dicom3tools' dciodvfy: taking names out makes no error.</summary>
[Trait("Category", "Slow")]
public sealed class DciodvfyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dciodvfy-masked-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [ToolFact("dciodvfy")]
    public async Task Instances_without_names_have_no_error()
    {
        var masks = new DeIdentifier(SigningKey.LoadOrCreate(Path.Combine(_folder, "keys")), "link");
        var problems = new List<string>();
        foreach (var kind in Demo().Where(instance => instance.DataSet.Contains(Tags.PixelData)).GroupBy(instance => (instance.SopClassUid, instance.DataSet.GetString(Tags.DeviceSerialNumber), instance.DataSet.GetString(Tags.BodyPartExamined))))
        {
            var masked = masks.Apply(kind.First().DataSet);
            problems.AddRange((await Dciodvfy.ErrorsAsync(masked, kind.First().TransferSyntax)).Select(error => $"{kind.Key}: {error}"));
        }

        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    private static IEnumerable<DemoInstance> Demo()
    {
        var at = new DateTime(2026, 1, 2, 8, 0, 0, DateTimeKind.Utc);
        return DemoStudies.All(at)
            .Concat(DemoClaims.Month(new DateOnly(2026, 1, 1), lines: 60).SelectMany(claim => claim.Study))
            .Concat(DemoLateImages.For([.. DemoStudies.ChestCT(at, slices: 2, size: 32)], at));
    }
}
