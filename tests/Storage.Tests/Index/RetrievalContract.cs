using System.Text.Json;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Retrieve;

namespace ImagingGateway.Storage.Tests.Index;

public abstract class RetrievalContract : IndexContract
{
    private static readonly Uid Study = new("1.2.3");

    [Fact]
    public async Task Instances_come_in_series_and_instance_number_order()
    {
        await Archive.PublishAsync(
            TestInstances.Of("1.2.3", "1.2.3.20", "1.2.3.20.2", header => header.SetString(Tags.SeriesNumber, "2")),
            TestInstances.Of("1.2.3", "1.2.3.20", "1.2.3.20.10", header => header.SetString(Tags.SeriesNumber, "2")),
            TestInstances.Of("1.2.3", "1.2.3.3", "1.2.3.3.1", header => header.SetString(Tags.SeriesNumber, "10")),
            TestInstances.Of("1.2.3", "1.2.3.5", "1.2.3.5.1", header => header.SetEmpty(Tags.SeriesNumber).SetEmpty(Tags.InstanceNumber)));

        var found = await LocateAsync(RetrieveScope.Study(Study));

        Assert.Equal(["1.2.3.20.2", "1.2.3.20.10", "1.2.3.3.1", "1.2.3.5.1"], found.Select(instance => instance.SopInstanceUid.Value));
        Assert.Equal([2, 10, 1, null], found.Select(instance => instance.InstanceNumber));
        Assert.Equal((524_288L, 1_000L, 1), (found[0].Length, found[0].DataSetOffset, found[0].NumberOfFrames));
    }

    [Fact]
    public async Task Every_scope_finds_its_own_only()
    {
        await Archive.PublishAsync(
            TestInstances.Of("1.2.3", "1.2.3.1", "1.2.3.1.1"), TestInstances.Of("1.2.3", "1.2.3.1", "1.2.3.1.2"), TestInstances.Of("1.2.3", "1.2.3.2", "1.2.3.2.1"),
            TestInstances.Of("1.2.4", "1.2.4.1", "1.2.4.1.1", header => header.SetString(Tags.PatientID, "BN002")));

        Assert.Equal(3, (await LocateAsync(RetrieveScope.Study(Study))).Count);
        Assert.Equal(2, (await LocateAsync(RetrieveScope.Series(Study, new Uid("1.2.3.1")))).Count);
        Assert.Equal("1.2.3.1.2", Assert.Single(await LocateAsync(RetrieveScope.Instance(Study, new Uid("1.2.3.1"), new Uid("1.2.3.1.2")))).SopInstanceUid.Value);
        Assert.Empty(await LocateAsync(RetrieveScope.Instance(new Uid("1.2.4"), new Uid("1.2.3.1"), new Uid("1.2.3.1.2"))));
        Assert.Equal(4, (await LocateAsync(new RetrieveScope([Study, new Uid("1.2.4")], [], []))).Count);
        Assert.Equal("1.2.4.1.1", Assert.Single(await LocateAsync(new RetrieveScope([], [], []) { PatientId = "BN002" })).SopInstanceUid.Value);
        Assert.Empty(await LocateAsync(new RetrieveScope([], [], [])));
    }

    [Fact]
    public async Task A_study_of_more_than_one_page_is_whole_and_in_order()
    {
        var records = Enumerable.Range(1, 2_345).Select(number => TestInstances.Of("1.2.3", $"1.2.3.{number % 3}", $"1.2.3.7.{number}")).ToArray();
        await Archive.PublishAsync(records);

        var found = await LocateAsync(RetrieveScope.Study(Study));
        var headers = 0;
        await foreach (var header in Archive.Retrieval.MetadataAsync(RetrieveScope.Study(Study), default))
            Assert.Equal(found[headers++].SopInstanceUid, header.Instance.SopInstanceUid);

        Assert.Equal(2_345, found.Select(instance => instance.SopInstanceUid).Distinct().Count());
        Assert.Equal(2_345, headers);
        Assert.Equal(found.OrderBy(instance => instance.SeriesInstanceUid.Value, StringComparer.Ordinal).ThenBy(instance => instance.InstanceNumber), found);
    }

    [Fact]
    public async Task The_kept_header_is_what_ingest_gave()
    {
        var record = TestInstances.Of("1.2.3", "1.2.3.1", "1.2.3.1.1");
        await Archive.PublishAsync(record);

        await foreach (var kept in Archive.Retrieval.MetadataAsync(RetrieveScope.Study(Study), default))
        {
            Assert.Equal(record.MetadataJson.ToArray(), kept.Json.ToArray());
            using var json = JsonDocument.Parse(kept.Json);
            Assert.Equal("CT", json.RootElement.GetProperty("00080060").GetProperty("Value")[0].GetString());
        }
    }

    [Fact]
    public async Task Frame_index_and_bulk_values_are_found()
    {
        await Archive.PublishAsync(TestInstances.Of("1.2.3", "1.2.3.1", "1.2.3.1.1"));
        var instance = Assert.Single(await LocateAsync(RetrieveScope.Study(new Uid("1.2.3"))));

        Assert.Equal([1, 2, 3], await Archive.Retrieval.FrameIndexAsync(instance, default));
        var place = await Archive.Retrieval.BulkDataAsync(instance, "7FE00010", default);
        Assert.Equal((2_000L, 524_000L), (place!.Offset, place.Length));
        Assert.Null(await Archive.Retrieval.BulkDataAsync(instance, "00091010", default));
        Assert.Null(await Archive.Retrieval.FrameIndexAsync(instance with { SopInstanceUid = new Uid("1.9") }, default));
        await Assert.ThrowsAsync<FileNotFoundException>(() => Archive.Retrieval.FrameIndexAsync(instance with { ObjectKey = "other" }, default));
    }

    [Fact]
    public async Task A_short_frame_index_comes_along_when_asked_for_and_with_headers()
    {
        await Archive.PublishAsync(
            TestInstances.Of("1.2.3", "1.2.3.1", "1.2.3.1.1"),
            TestInstances.Of("1.2.3", "1.2.3.1", "1.2.3.1.2") with { FrameIndex = new byte[2048] }, TestInstances.Of("1.2.3", "1.2.3.1", "1.2.3.1.3") with { FrameIndex = new byte[2049] });

        Assert.All(await LocateAsync(RetrieveScope.Study(Study)), instance => Assert.Null(instance.FrameIndex));
        Assert.Equal([3, 2048, null], (await LocateAsync(RetrieveScope.Study(Study) with { WithFrameIndex = true })).Select(instance => instance.FrameIndex?.Length));
        var lengths = new List<int?>();
        await foreach (var header in Archive.Retrieval.MetadataAsync(RetrieveScope.Study(Study), default))
            lengths.Add(header.Instance.FrameIndex?.Length);
        Assert.Equal([3, 2048, null], lengths);
    }

    private async Task<List<StoredInstance>> LocateAsync(RetrieveScope scope)
    {
        var found = new List<StoredInstance>();
        await foreach (var instance in Archive.Retrieval.LocateAsync(scope, default))
            found.Add(instance);
        return found;
    }
}
