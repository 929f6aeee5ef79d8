using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Dimse;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.UpperLayer;
using ImagingGateway.Dicom.Values;
using ImagingGateway.DicomGateway.Outbound;
using ImagingGateway.Storage.Ingest;
using ImagingGateway.Storage.Retrieve;
using Microsoft.Extensions.DependencyInjection;

namespace ImagingGateway.DicomGateway.Tests.Services;

public sealed class VerificationAndStorageTests
{
    [Fact]
    public async Task AnEchoIsAnswered()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var connection = await DicomScu.ConnectAsync(
            gateway.AsPeer, RunningGateway.Caller, [new PresentationContextProposal(1, Uids.Verification, TestScu.LittleEndian)], default);
        await using var scu = Assert.IsType<ScuConnection.Established>(connection).Scu;
        Assert.Equal(DimseStatus.Success, Assert.IsType<ScuOutcome.Answered>(await scu.EchoAsync()).Status);
    }

    [Fact]
    public async Task WhatIsStoredIsKeptByteForByte()
    {
        await using var gateway = await RunningGateway.StartAsync();
        await using var scu = await TestScu.ConnectAsync(gateway, Uids.CTImageStorage);
        var instance = TestInstance.New() with { Rows = 4096 };
        var response = await scu.StoreAsync(instance);
        Assert.Equal((DimseStatus.Success, instance.SopInstanceUid), (response.Status, response.SopInstanceUid));
        await scu.ReleaseAsync();
        await gateway.PublishedAsync();
        Assert.Equal(instance.ToBytes(), await ReadAsync(gateway, instance));
    }

    [Fact]
    public async Task AnnouncedAndContainedUidsMustAgree()
    {
        await using var gateway = await RunningGateway.StartAsync();
        await using var scu = await TestScu.ConnectAsync(gateway, Uids.CTImageStorage);
        Assert.Equal(DimseStatus.DataSetDoesNotMatchSopClass, (await scu.StoreAsync(TestInstance.New(), announced: new Uid("1.2.3"))).Status);
        Assert.Equal(DimseStatus.Success, (await scu.StoreAsync(TestInstance.New())).Status);
    }

    [Fact]
    public async Task BytesThatAreNoDataSetAreRefusedAndTheAssociationGoesOn()
    {
        await using var gateway = await RunningGateway.StartAsync();
        await using var scu = await TestScu.ConnectAsync(gateway, Uids.CTImageStorage);
        var garbage = new byte[300_000];
        garbage.AsSpan().Fill(0xFF);
        var refused = await scu.StoreAsync(TestInstance.New(), bytes: garbage);
        Assert.True((refused.Status.Code & 0xFF00) is 0xA900 or 0xC000, refused.Status.ToString());
        Assert.NotEmpty(refused.ErrorComment!);
        Assert.Equal(DimseStatus.Success, (await scu.StoreAsync(TestInstance.New())).Status);
    }

    [Fact]
    public async Task TheFirstProposedTransferSyntaxIsTakenWhateverItIs()
    {
        await using var gateway = await RunningGateway.StartAsync();
        Uid made = new("1.2.826.0.1.9999"), rle = Uids.RLELossless;
        await using var scu = await TestScu.ConnectAsync(gateway, TestScu.Request((Uids.CTImageStorage, [rle, made]), (Uids.MRImageStorage, [made, rle])));
        Assert.Equal([rle, made], scu.Accepted.PresentationContexts.Select(context => context.TransferSyntax));
    }

    [Theory]
    [InlineData(false, ContextOutcome.AbstractSyntaxNotSupported)]
    [InlineData(true, ContextOutcome.Acceptance)]
    public async Task UnknownSopClassesAreTakenWhenConfigured(bool accepts, ContextOutcome expected)
    {
        await using var gateway = await RunningGateway.StartAsync(new DicomGatewayOptions { AcceptUnknownSopClasses = accepts });
        var instance = TestInstance.New() with { SopClassUid = new Uid("1.2.826.0.1.9999.1") };
        await using var scu = await TestScu.ConnectAsync(gateway, instance.SopClassUid, Uids.ModalityPerformedProcedureStep);
        Assert.Equal([expected, ContextOutcome.AbstractSyntaxNotSupported], scu.Accepted.PresentationContexts.Select(context => context.Outcome));
        if (accepts)
            Assert.Equal(DimseStatus.Success, (await scu.StoreAsync(instance)).Status);
    }

    [Fact]
    public void EveryFateOfAnInstanceHasItsStatus()
    {
        foreach (var (reason, code) in new[]
                 {
                     (IngestRefusal.NotDicom, 0xC000), (IngestRefusal.CannotUnderstand, 0xC000),
                     (IngestRefusal.DataSetDoesNotMatch, 0xA900), (IngestRefusal.OutOfResources, 0xA700),
                 })
            Assert.Equal(code, ImagingGateway.DicomGateway.Services.StorageScp.Translate(new IngestOutcome.Refused(reason, "x")).Status.Code);
    }

    internal static async Task<byte[]> ReadAsync(RunningGateway gateway, TestInstance instance)
    {
        var retrieve = gateway.Services.GetRequiredService<IInstanceRetrieve>();
        await foreach (var stored in retrieve.LocateAsync(RetrieveScope.Instance(instance.StudyInstanceUid, instance.SeriesInstanceUid, instance.SopInstanceUid), default))
        {
            await using var stream = await retrieve.OpenDataSetRangeAsync(stored, 0, stored.DataSetLength, inflate: false, default);
            using var copy = new MemoryStream();
            await stream.CopyToAsync(copy);
            return copy.ToArray();
        }

        return [];
    }
}
