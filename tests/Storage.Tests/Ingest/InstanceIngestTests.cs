using System.IO.Pipelines;
using System.Security.Cryptography;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Ingest;
using ImagingGateway.Storage.Retrieve;
using ImagingGateway.TestKit;

namespace ImagingGateway.Storage.Tests.Ingest;

public sealed class InstanceIngestTests
{
    [Fact]
    public async Task An_announced_data_set_becomes_a_file_with_the_very_bytes_received()
    {
        await using var archive = await Archive.StartAsync();
        var made = new MadeInstance();
        var stored = Assert.IsType<IngestOutcome.Stored>(await archive.StoreAsync(made));
        Assert.Equal(new Uid(made.Sop!), stored.SopInstanceUid);
        Assert.False(stored.IsTruncated);
        await archive.PublishedAsync();

        var found = Assert.Single(await archive.LocateAsync(made));
        var file = await archive.ReadFileAsync(found);
        Assert.Equal("DICM"u8, file.AsSpan(128, 4));
        Assert.Equal(made.DataSet(), file[(int)found.DataSetOffset..]);
        Assert.Equal(MadeInstance.ExplicitVRLittleEndian, found.TransferSyntaxUid);
        Assert.Equal(1, found.NumberOfFrames);
        Assert.Empty(archive.Files("spool"));
    }

    [Fact]
    public async Task A_file_is_kept_byte_for_byte()
    {
        await using var archive = await Archive.StartAsync();
        var made = new MadeInstance();
        Assert.IsType<IngestOutcome.Stored>(await archive.StoreFileAsync(made.File()));
        await archive.PublishedAsync();
        Assert.Equal(made.File(), await archive.ReadFileAsync(Assert.Single(await archive.LocateAsync(made))));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(4096)]
    [InlineData(200_000)]
    public async Task Pieces_of_any_length_make_the_same_instance(int pieces)
    {
        await using var archive = await Archive.StartAsync();
        var made = new MadeInstance { PixelData = new byte[pieces < 100 ? 1000 : 3_000_000], LongValue = new byte[5000] };
        Assert.IsType<IngestOutcome.Stored>(await archive.StoreFileAsync(made.File(), pieces));
        await archive.PublishedAsync();
        Assert.Equal(made.File(), await archive.ReadFileAsync(Assert.Single(await archive.LocateAsync(made))));
    }

    public static TheoryData<string, MadeInstance, IngestRefusal> Mismatches => new()
    {
        { "no study", new MadeInstance { Study = null }, IngestRefusal.DataSetDoesNotMatch },
        { "no series", new MadeInstance { Series = null }, IngestRefusal.DataSetDoesNotMatch },
        { "empty study", new MadeInstance { Study = "" }, IngestRefusal.DataSetDoesNotMatch },
        { "study is a path", new MadeInstance { Study = "../../etc" }, IngestRefusal.DataSetDoesNotMatch },
        { "study too long", new MadeInstance { Study = new string('1', 66) }, IngestRefusal.DataSetDoesNotMatch },
    };

    [Theory]
    [MemberData(nameof(Mismatches))]
    public async Task An_instance_without_usable_identity_is_refused_and_leaves_nothing(string why, MadeInstance made, IngestRefusal expected)
    {
        await using var archive = await Archive.StartAsync();
        foreach (var outcome in (IngestOutcome[])[await archive.StoreAsync(made), await archive.StoreFileAsync(made.File())])
        {
            var refused = Assert.IsType<IngestOutcome.Refused>(outcome);
            Assert.True(expected == refused.Reason, why);
            Assert.DoesNotContain("Patient", refused.Text, StringComparison.Ordinal);
        }

        Assert.Empty(archive.Files("spool"));
        Assert.Empty(archive.Objects());
    }

    [Fact]
    public async Task Announced_as_somebody_else_is_refused()
    {
        await using var archive = await Archive.StartAsync();
        var made = new MadeInstance();
        IncomingInstance[] lies =
        [
            new IncomingInstance.AnnouncedDataSet(new Uid(made.SopClass), Uid.New(), MadeInstance.ExplicitVRLittleEndian, Archive.Source),
            new IncomingInstance.AnnouncedDataSet(Uid.New(), new Uid(made.Sop!), MadeInstance.ExplicitVRLittleEndian, Archive.Source),
            new IncomingInstance.AnnouncedDataSet(new Uid(made.SopClass), new Uid("../x"), MadeInstance.ExplicitVRLittleEndian, Archive.Source),
        ];
        foreach (var lie in lies)
            Assert.Equal(IngestRefusal.DataSetDoesNotMatch, Assert.IsType<IngestOutcome.Refused>(await archive.StoreAsync(lie, made.DataSet())).Reason);
        var elsewhere = new IncomingInstance.Part10File(Archive.Source) { StudyInstanceUid = Uid.New() };
        Assert.Equal(IngestRefusal.DataSetDoesNotMatch, Assert.IsType<IngestOutcome.Refused>(await archive.StoreAsync(elsewhere, made.File())).Reason);
        Assert.Empty(archive.Files("spool"));
    }

    [Fact]
    public async Task What_is_no_DICOM_file_is_refused_and_read_to_its_end()
    {
        await using var archive = await Archive.StartAsync();
        byte[][] uploads = [[], [1, 2, 3], System.Text.Encoding.ASCII.GetBytes(new string('x', 3_000_000)), [.. new byte[128], .. "DICM"u8]];
        foreach (var upload in uploads)
        {
            var refused = Assert.IsType<IngestOutcome.Refused>(await archive.StoreFileAsync(upload, 10_000));
            Assert.True(refused.Reason is IngestRefusal.NotDicom or IngestRefusal.CannotUnderstand or IngestRefusal.DataSetDoesNotMatch);
        }

        Assert.Empty(archive.Files("spool"));
    }

    [Fact]
    public async Task A_file_cut_anywhere_is_refused_or_kept_as_truncated_never_a_crash()
    {
        await using var archive = await Archive.StartAsync();
        var made = new MadeInstance();
        var whole = made.File();
        var pixelData = whole.Length - made.PixelData.Length;
        for (var length = 0; length < whole.Length; length += 3)
        {
            var outcome = await archive.StoreFileAsync(whole[..length]);
            if (length >= pixelData)
                Assert.True(Assert.IsType<IngestOutcome.Stored>(outcome).IsTruncated);
            else if (outcome is IngestOutcome.Stored stored)
                Assert.True(stored.IsTruncated || length > pixelData - 300, $"cut at {length}");
        }
    }

    [Fact]
    public async Task A_sender_that_goes_away_leaves_nothing()
    {
        await using var archive = await Archive.StartAsync();
        var pipe = new Pipe();
        var ingest = archive.Ingest.IngestAsync(new IncomingInstance.Part10File(Archive.Source), pipe.Reader, default);
        await pipe.Writer.WriteAsync(new MadeInstance { PixelData = new byte[500_000] }.File().AsMemory(0, 300_000));
        await pipe.Writer.CompleteAsync(new OperationCanceledException());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ingest);
        Assert.Empty(archive.Files("spool"));
        Assert.Equal(0, archive.Spool.WaitingInstances);
    }

    [Fact]
    public async Task A_cancelled_upload_leaves_nothing()
    {
        await using var archive = await Archive.StartAsync();
        var pipe = new Pipe();
        using var cancel = new CancellationTokenSource();
        var ingest = archive.Ingest.IngestAsync(new IncomingInstance.Part10File(Archive.Source), pipe.Reader, cancel.Token);
        await pipe.Writer.WriteAsync(new byte[1000]);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ingest);
        Assert.Empty(archive.Files("spool"));
    }

    [Fact]
    public async Task Without_room_on_the_disk_an_instance_is_refused_as_out_of_resources()
    {
        await using var archive = await Archive.StartAsync(new StorageOptions { SpoolReserveBytes = long.MaxValue / 2 });
        var refused = Assert.IsType<IngestOutcome.Refused>(await archive.StoreFileAsync(new MadeInstance().File()));
        Assert.Equal(IngestRefusal.OutOfResources, refused.Reason);
        Assert.Empty(archive.Files("spool"));
    }

    [Fact]
    public async Task The_same_instance_again_changes_nothing()
    {
        await using var archive = await Archive.StartAsync();
        var made = new MadeInstance();
        for (var i = 0; i < 3; i++)
        {
            Assert.IsType<IngestOutcome.Stored>(await archive.StoreFileAsync(made.File()));
            if (i > 0)
                await archive.PublishedAsync();
        }

        Assert.Equal(made.File(), await archive.ReadFileAsync(Assert.Single(await archive.LocateAsync(made))));
        Assert.Single(archive.Objects());
        Assert.Empty(archive.Files("spool"));
    }

    [Fact]
    public async Task The_same_instance_with_other_bytes_is_kept_as_a_version_and_the_first_stays_current()
    {
        await using var archive = await Archive.StartAsync();
        var first = new MadeInstance();
        var second = first with { PixelData = [9, 9, 9, 9] };
        await archive.StoreFileAsync(first.File());
        await archive.StoreFileAsync(second.File());
        await archive.PublishedAsync();
        Assert.Equal(first.File(), await archive.ReadFileAsync(Assert.Single(await archive.LocateAsync(first))));
        Assert.Equal(2, archive.Objects().Count);
        Assert.Equal(1, (await archive.Studies.FindAsync(new Uid(first.Study!), default))!.PendingVersions);
    }

    [Fact]
    public async Task Many_associations_at_once_lose_nothing()
    {
        await using var archive = await Archive.StartAsync();
        var study = Uid.New().Value;
        var made = Enumerable.Range(0, 120).Select(i => new MadeInstance { Study = study, InstanceNumber = i, PixelData = RandomNumberGenerator.GetBytes(10_000) }).ToList();
        await Parallel.ForEachAsync(made, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (instance, _) =>
            Assert.IsType<IngestOutcome.Stored>(await archive.StoreAsync(instance, 3000)));
        await archive.PublishedAsync();
        var found = await archive.LocateAsync(RetrieveScope.Study(new Uid(study)));
        Assert.Equal(made.Select(instance => instance.Sop).Order(), found.Select(instance => instance.SopInstanceUid.Value).Order());
        Assert.Equal(Enumerable.Range(0, 120), found.Select(instance => instance.InstanceNumber!.Value).Order());
    }
}
