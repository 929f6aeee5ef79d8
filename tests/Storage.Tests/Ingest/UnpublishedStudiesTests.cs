using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Ingest;
using ImagingGateway.Storage.Tests.Objects;
using ImagingGateway.TestKit;

namespace ImagingGateway.Storage.Tests.Ingest;

/// <summary>Which studies a reader would wait for, beside a real S3 server.</summary>
[Collection("s3")]
public sealed class UnpublishedStudiesTests(S3Server server)
{
    private static readonly InstanceSource Web = new(IngestOrigin.StowRs, null, null, null, "an");

    private readonly MadeInstance _made = new();

    private StorageOptions Options => new() { Objects = "s3", S3 = server.Options with { Bucket = $"unpublished-{Guid.NewGuid():n}" }, SpoolReserveBytes = 0 };

    private Uid Study => new(_made.Study!);

    [Fact]
    public async Task Only_what_came_by_HTTP_is_waited_for_and_only_until_it_is_visible()
    {
        FailingObjectStore? store = null;
        await using var archive = await Archive.StartAsync(Options, inner => store = new FailingObjectStore(inner));
        var open = new TaskCompletionSource();
        store!.Holds = () => open.Task;
        var studies = archive.Get<UnpublishedStudies>();
        await archive.StoreAsync(_made);
        Assert.False(studies.Contains(Study));
        Assert.True(studies.WhenPublishedAsync(Study, default).IsCompletedSuccessfully);
        await archive.StoreAsync(_made with { Sop = Uid.New().Value }, source: Web);
        Assert.True(studies.Contains(Study));
        open.SetResult();
        await archive.PublishedAsync();
        Assert.False(studies.Contains(Study));
        Assert.Equal(2, (await archive.LocateAsync(_made)).Count);
    }

    [Fact]
    public async Task An_instance_that_cannot_be_published_keeps_no_reader_waiting()
    {
        FailingObjectStore? store = null;
        await using var archive = await Archive.StartAsync(Options, inner => store = new FailingObjectStore(inner));
        store!.Refuses = (_, _) => new InvalidOperationException("Not this one.");
        var studies = archive.Get<UnpublishedStudies>();
        await archive.StoreAsync(_made, source: Web);
        await Eventually.IsTrueAsync(() => archive.Spool.LastError is not null);
        await Eventually.IsTrueAsync(() => !studies.Contains(Study));
        Assert.Equal(1, archive.Spool.WaitingInstances);
    }

    [Fact]
    public async Task Files_are_visible_at_once_and_their_sender_waits()
    {
        await using var archive = await Archive.StartAsync();
        await archive.StoreAsync(_made, source: Web);
        Assert.False(archive.Get<UnpublishedStudies>().ReadersWait);
        Assert.False(archive.Get<UnpublishedStudies>().Contains(Study));
    }
}
