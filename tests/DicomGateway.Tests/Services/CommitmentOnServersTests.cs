using Amazon.S3;
using Amazon.S3.Model;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Dimse;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Storage;
using ImagingGateway.Storage.Objects;
using Microsoft.Extensions.DependencyInjection;

namespace ImagingGateway.DicomGateway.Tests.Services;

public sealed class CommitmentOnServersTests : CommitmentContract
{
    private StorageOptions? _storage;

    [Fact]
    public async Task WhatAnotherNodeHasInItsSpoolIsNotCommittedBeforeItIsPublished()
    {
        var storage = await NewStorageAsync();
        var spool = Directory.CreateTempSubdirectory("gateway-tests-").FullName;
        await using var asked = await StartAsync(new DicomGatewayOptions { CommitmentWait = TimeSpan.FromMinutes(10) }, storage: storage);
        await using var scu = await TestScu.ConnectAsync(asked, Uids.CTImageStorage, Model);
        var (held, published) = (TestInstance.New(), TestInstance.New());
        await scu.StoreAsync(published);

        // the other node has acknowledged it, and stops before its pack is full
        var patient = storage with { S3 = storage.S3 with { PackQuiet = TimeSpan.FromHours(1), PackLongest = TimeSpan.FromHours(1) } };
        await using (var other = await StartAsync(data: spool, storage: patient))
        {
            await using var sender = await TestScu.ConnectAsync(other, Uids.CTImageStorage);
            Assert.Equal(DimseStatus.Success, (await sender.StoreAsync(held)).Status);
        }

        var (first, second) = (Request(held), Request(published));
        Assert.Equal(DimseStatus.Success, (await AskAsync(scu, first)).Status);
        Assert.Equal(DimseStatus.Success, (await AskAsync(scu, second)).Status);
        var (early, answered) = await HearReportAsync(scu);
        Assert.Equal(second.TransactionUid, answered.GetUid(Tags.TransactionUID));
        await AnswerAsync(scu, early);

        await using var returned = await StartAsync(data: spool, storage: storage);
        var (late, information) = await HearReportAsync(scu);
        Assert.Equal((1, first.TransactionUid), (late.EventTypeId, information.GetUid(Tags.TransactionUID)));
        Assert.Equal([held.SopInstanceUid], Instances(information, Tags.ReferencedSOPSequence));
        await AnswerAsync(scu, late);
        await returned.DisposeAsync();
        Directory.Delete(spool, recursive: true);
    }

    protected override async Task<StorageOptions> NewStorageAsync() => _storage = await ServerStorage.NewAsync();

    protected override async Task SpoilAsync(RunningGateway gateway, string name, long offset)
    {
        var s3 = _storage!.S3;
        using var bytes = new MemoryStream();
        await using (var content = await gateway.Services.GetRequiredService<IObjectStore>().OpenRangeAsync(name, 0, long.MaxValue, default))
            await content.CopyToAsync(bytes);
        bytes.GetBuffer()[offset] ^= 1;
        bytes.Position = 0;
        using var client = new AmazonS3Client(s3.AccessKey, s3.SecretKey, new AmazonS3Config { ServiceURL = s3.Endpoint, ForcePathStyle = true, AuthenticationRegion = s3.Region });
        await client.PutObjectAsync(new PutObjectRequest { BucketName = s3.Bucket, Key = name, InputStream = bytes, UseChunkEncoding = false });
    }
}
