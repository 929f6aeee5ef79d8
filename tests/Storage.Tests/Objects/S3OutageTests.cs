using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Ingest;
using ImagingGateway.Storage.Retrieve;
using ImagingGateway.TestKit;

namespace ImagingGateway.Storage.Tests.Objects;

/// <summary>The real S3 server dies and comes back while instances arrive. Alone: tests of other collections use the same server.</summary>
[Collection("alone")]
public sealed class S3OutageTests
{
    private readonly S3Server _server = new();

    [Fact]
    public async Task While_the_S3_server_is_dead_instances_are_taken_and_all_appear_when_it_returns()
    {
        await using var archive = await Archive.StartAsync(new StorageOptions { Objects = "s3", S3 = _server.Options, SpoolReserveBytes = 0 });
        var (study, series) = (Uid.New().Value, Uid.New().Value);
        var made = Enumerable.Range(0, 60).Select(i => new MadeInstance { Study = study, Series = series, InstanceNumber = i }).ToList();
        await StoreAsync(archive, made.Take(20));
        await archive.PublishedAsync();
        _server.Kill();
        try
        {
            await StoreAsync(archive, made.Skip(20));
            await Eventually.IsTrueAsync(() => archive.Spool.LastError is not null);
            Assert.Equal(40, archive.Spool.WaitingInstances);
            Assert.Equal(20, (await archive.LocateAsync(RetrieveScope.Study(new Uid(study)))).Count);
        }
        finally
        {
            _server.Resume();
        }

        await archive.Ingest.WhenPublishedAsync(default).WaitAsync(TimeSpan.FromSeconds(60));
        var found = await archive.LocateAsync(RetrieveScope.Study(new Uid(study)));
        Assert.Equal(60, found.Count);
        foreach (var (instance, sent) in found.Zip(made))
            Assert.Equal(sent.DataSet(), (await archive.ReadFileAsync(instance))[(int)instance.DataSetOffset..]);
        Assert.Null(archive.Spool.LastError);
        Assert.Empty(archive.Files("spool"));
    }

    private static async Task StoreAsync(Archive archive, IEnumerable<MadeInstance> instances)
    {
        foreach (var instance in instances)
            Assert.IsType<IngestOutcome.Stored>(await archive.StoreAsync(instance));
    }
}
