using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Ingest;
using ImagingGateway.Storage.Retrieve;
using ImagingGateway.TestKit;

namespace ImagingGateway.Storage.Tests.Objects;

/// <summary>The real S3 server answers very late, or cuts every connection, while instances arrive.</summary>
[Collection("s3")]
public sealed class S3TroubleTests(S3Server server) : IDisposable
{
    private readonly FaultyProxy _proxy = new(new Uri(server.Options.Endpoint!));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Instances_are_taken_and_all_appear(bool refuses)
    {
        await using var archive = await Archive.StartAsync(new StorageOptions { Objects = "s3", S3 = server.Options with { Endpoint = _proxy.Address.ToString() }, SpoolReserveBytes = 0 });
        var study = Uid.New().Value;
        var made = Enumerable.Range(0, 40).Select(i => new MadeInstance { Study = study, InstanceNumber = i }).ToList();
        await StoreAsync(archive, made.Take(1));
        await archive.PublishedAsync();
        if (refuses)
            _proxy.Refuses = true;
        else
            _proxy.Delay = TimeSpan.FromSeconds(10);

        await StoreAsync(archive, made.Skip(1));
        Assert.Single(await archive.LocateAsync(RetrieveScope.Study(new Uid(study))));
        Assert.Equal(39, archive.Spool.WaitingInstances);
        if (refuses)
        {
            await Eventually.IsTrueAsync(() => archive.Spool.LastError is not null);
            Assert.InRange(_proxy.Refused, 1, int.MaxValue);
            _proxy.Refuses = false;
        }

        await archive.Ingest.WhenPublishedAsync(default).WaitAsync(TimeSpan.FromMinutes(3));
        Assert.Equal(40, (await archive.LocateAsync(RetrieveScope.Study(new Uid(study)))).Count);
        Assert.Null(archive.Spool.LastError);
        Assert.Empty(archive.Files("spool"));
    }

    public void Dispose() => _proxy.Dispose();

    private static async Task StoreAsync(Archive archive, IEnumerable<MadeInstance> instances)
    {
        foreach (var instance in instances)
            Assert.IsType<IngestOutcome.Stored>(await archive.StoreAsync(instance));
    }
}
