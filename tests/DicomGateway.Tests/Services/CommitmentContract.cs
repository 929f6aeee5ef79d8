using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Dimse;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.UpperLayer;
using ImagingGateway.Dicom.Values;
using ImagingGateway.DicomGateway.Commitment;
using ImagingGateway.Storage.Ingest;
using ImagingGateway.Storage.Maintenance;
using ImagingGateway.Storage.Objects;
using ImagingGateway.Storage.Retrieve;
using Microsoft.Extensions.DependencyInjection;

namespace ImagingGateway.DicomGateway.Tests.Services;

/// <summary>Storage Commitment Push Model (PS3.4 annex J) with a real spool, on every index and object store.</summary>
public abstract class CommitmentContract : GatewayContract
{
    protected static readonly Uid Model = Uids.StorageCommitmentPushModel;

    [Fact]
    public async Task TheReportComesOnTheSameAssociationAndSaysWhatIsNotSafe()
    {
        await using var gateway = await StartAsync(new DicomGatewayOptions { CommitmentWait = TimeSpan.FromSeconds(2) }); // with a shared index the unknown one is waited for
        await using var scu = await TestScu.ConnectAsync(gateway, Uids.CTImageStorage, Model);
        var instances = TestInstance.Series(3);
        foreach (var instance in instances)
            Assert.Equal(DimseStatus.Success, (await scu.StoreAsync(instance)).Status);
        await gateway.PublishedAsync();
        await SpoilAsync(gateway, instances[2]);
        var unknown = TestInstance.New();
        var request = Request(instances[0], instances[1] with { SopClassUid = Uids.MRImageStorage }, instances[2], unknown);
        Assert.Equal(DimseStatus.Success, (await AskAsync(scu, request)).Status);

        var (report, information) = await HearReportAsync(scu);
        Assert.Equal((2, Model, Uids.StorageCommitmentPushModelInstance), (report.EventTypeId, report.SopClassUid, report.SopInstanceUid));
        Assert.Equal(request.TransactionUid, information.GetUid(Tags.TransactionUID));
        Assert.Equal([instances[0].SopInstanceUid], Instances(information, Tags.ReferencedSOPSequence));
        Assert.Equal(
            [(instances[1].SopInstanceUid, 0x0119L), (instances[2].SopInstanceUid, 0x0110L), (unknown.SopInstanceUid, 0x0112L)],
            information.GetItems(Tags.FailedSOPSequence).Select(item => (item.GetUid(Tags.ReferencedSOPInstanceUID), item.GetInteger(Tags.FailureReason)!.Value)));
        await AnswerAsync(scu, report);
        await scu.ReleaseAsync();
    }

    [Fact]
    public async Task AfterTheAssociationTheReportComesOnANewOneInTheScpRole()
    {
        await using var modality = new TestScp();
        await using var gateway = await StartAsync(new DicomGatewayOptions { Peers = [modality.AsPeer with { AETitle = "MODALITY" }] });
        var instance = TestInstance.New();
        CommitmentRequest request;
        await using (var scu = await TestScu.ConnectAsync(gateway, Uids.CTImageStorage, Model))
        {
            await scu.StoreAsync(instance);
            request = Request(instance);
            await AskAsync(scu, request);
        }

        await ReportedToAsync(modality, request);
    }

    [Fact]
    public async Task ARequestSurvivesARestartAndAModalityThatWasAway()
    {
        var data = Directory.CreateTempSubdirectory("gateway-tests-").FullName;
        await using var modality = new TestScp();
        var instance = TestInstance.New();
        var request = Request(instance);
        var storage = await NewStorageAsync();
        await using (var first = await StartAsync(new DicomGatewayOptions { Peers = [new DicomPeer { AETitle = "MODALITY", Host = "127.0.0.1", Port = 1 }] }, data: data, storage: storage))
        {
            await using var scu = await TestScu.ConnectAsync(first, Uids.CTImageStorage, Model);
            await scu.StoreAsync(instance);
            await AskAsync(scu, request);
        }

        var second = await StartAsync(new DicomGatewayOptions { Peers = [modality.AsPeer with { AETitle = "MODALITY" }] }, data: data, storage: storage);
        await ReportedToAsync(modality, request);
        await second.DisposeAsync();
        Directory.Delete(data, recursive: true);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task WhatIsStillInTheSpoolIsWaitedForButNotForEver(bool comes)
    {
        var options = new DicomGatewayOptions { CommitmentWait = TimeSpan.FromSeconds(comes ? 120 : 2) };
        await using var gateway = await StartAsync(options, HeldIngest.Install);
        var held = (HeldIngest)gateway.Services.GetRequiredService<IInstanceIngest>();
        held.HoldPublication();
        await using var scu = await TestScu.ConnectAsync(gateway, Uids.CTImageStorage, Model);
        var instance = TestInstance.New();
        await AskAsync(scu, Request(instance));
        if (comes)
        {
            await using (var other = await TestScu.ConnectAsync(gateway, Uids.CTImageStorage))
                await other.StoreAsync(instance);
            held.LetPublicationGo();
        }

        var (report, information) = await HearReportAsync(scu);
        Assert.Equal(comes ? 1 : 2, report.EventTypeId);
        Assert.Equal([instance.SopInstanceUid], Instances(information, comes ? Tags.ReferencedSOPSequence : Tags.FailedSOPSequence));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AVersionThatIsStillInTheSpoolIsWaitedForToo(bool comes)
    {
        var options = new DicomGatewayOptions { CommitmentWait = TimeSpan.FromSeconds(comes ? 120 : 2) };
        await using var gateway = await StartAsync(options, HeldObjects.Install);
        var held = (HeldObjects)gateway.Services.GetRequiredService<IObjectStore>();
        await using var scu = await TestScu.ConnectAsync(gateway, Uids.CTImageStorage, Model);
        var (instance, bystander) = (TestInstance.New(), TestInstance.New());
        await scu.StoreAsync(instance);
        await scu.StoreAsync(bystander);
        await gateway.PublishedAsync();
        held.Hold();
        await scu.StoreAsync(instance with { PatientName = "Other^Bytes" });
        await AskAsync(scu, Request(instance, bystander));
        if (comes)
            held.LetGo();
        var (report, information) = await HearReportAsync(scu);
        Assert.Equal(comes ? 1 : 2, report.EventTypeId);
        Assert.Equal(comes ? [instance.SopInstanceUid, bystander.SopInstanceUid] : [bystander.SopInstanceUid], Instances(information, Tags.ReferencedSOPSequence));
        if (comes)
        {
            Assert.Single(await gateway.Services.GetRequiredService<IMaintenanceIndex>().VersionsAsync(instance.SopInstanceUid, default));
            return;
        }

        var failed = Assert.Single(information.GetItems(Tags.FailedSOPSequence));
        Assert.Equal((instance.SopInstanceUid, 0x0110L), (failed.GetUid(Tags.ReferencedSOPInstanceUID), failed.GetInteger(Tags.FailureReason)!.Value));
        held.LetGo();
    }

    [Fact]
    public async Task ARequestThatMeansNothingIsRefusedAtOnce()
    {
        await using var gateway = await StartAsync();
        await using var scu = await TestScu.ConnectAsync(gateway, Model);
        var good = Request(TestInstance.New());
        var empty = new DataSet().SetString(Tags.TransactionUID, Uid.New().Value);
        foreach (var (action, instance, information, status) in new (ushort, Uid, byte[], DimseStatus)[]
                 {
                     (2, Uids.StorageCommitmentPushModelInstance, good.ToBytes(), DimseStatus.NoSuchAction),
                     (1, Uid.New(), good.ToBytes(), DimseStatus.NoSuchInstance),
                     (1, Uids.StorageCommitmentPushModelInstance, Bytes(empty), DimseStatus.InvalidAttributeValue),
                     (1, Uids.StorageCommitmentPushModelInstance, [0xFF, 0xFE, 1], DimseStatus.ProcessingFailure),
                 })
        {
            await scu.Association.Writer.SendAsync(1, new NActionRequest(7, Model, instance, action, HasDataSet: true), information);
            Assert.Equal(status, (await scu.ReceiveResponseAsync()).Status);
        }
    }

    [Fact]
    public async Task ATransactionIsAskedForOnce()
    {
        await using var gateway = await StartAsync(new DicomGatewayOptions { CommitmentWait = TimeSpan.FromMinutes(5) }, HeldIngest.Install);
        ((HeldIngest)gateway.Services.GetRequiredService<IInstanceIngest>()).HoldPublication();
        await using var scu = await TestScu.ConnectAsync(gateway, Model);
        var request = Request(TestInstance.New());
        Assert.Equal(DimseStatus.Success, (await AskAsync(scu, request)).Status);
        Assert.Equal(DimseStatus.Success, (await AskAsync(scu, request)).Status); // the same words again: its answer was lost
        Assert.Equal(DimseStatus.DuplicateTransaction, (await AskAsync(scu, Request(TestInstance.New()) with { TransactionUid = request.TransactionUid })).Status);
    }

    /// <summary>Changes a byte of an object.</summary>
    protected abstract Task SpoilAsync(RunningGateway gateway, string name, long offset);

    private protected static CommitmentRequest Request(params TestInstance[] instances) =>
        new(Uid.New(), [.. instances.Select(instance => new ReferencedInstance(instance.SopClassUid, instance.SopInstanceUid))]);

    private protected static async Task<DimseResponse> AskAsync(TestScu scu, CommitmentRequest request)
    {
        var context = scu.Association.Contexts.Find(Model)!;
        await scu.Association.Writer.SendAsync(context.Id, new NActionRequest(99, Model, Uids.StorageCommitmentPushModelInstance, 1, HasDataSet: true), request.ToBytes());
        var response = await scu.ReceiveResponseAsync();
        Assert.Equal((CommandField.NActionResponse, (ushort)99), (response.Command, response.MessageIdBeingRespondedTo));
        return response;
    }

    private protected static async Task<(NEventReportRequest Report, DataSet Information)> HearReportAsync(TestScu scu)
    {
        var report = Assert.IsType<NEventReportRequest>(Assert.IsType<Received.Message>(await scu.ReceiveAsync()).Command);
        return (report, DataSetReader.Read(await scu.Association.Reader.ReadDataSetAsync(1 << 20), TransferSyntax.ExplicitVRLittleEndian));
    }

    private protected static ValueTask AnswerAsync(TestScu scu, NEventReportRequest report) =>
        scu.Association.Writer.SendAsync(scu.Association.Contexts.Find(Model)!.Id, DimseResponse.To(report, DimseStatus.Success));

    private static async Task ReportedToAsync(TestScp modality, CommitmentRequest request)
    {
        var association = await modality.AcceptAsync();
        Assert.Equal(new RoleSelection(Model, Scu: false, Scp: true), Assert.Single(association.Request!.UserInformation.RoleSelections));
        var (context, report, bytes) = await TestScp.HearAsync<NEventReportRequest>(association);
        await association.Writer.SendAsync(context, DimseResponse.To(report, DimseStatus.Success));
        var information = DataSetReader.Read(bytes, TransferSyntax.ExplicitVRLittleEndian);
        Assert.Equal((1, request.TransactionUid), (report.EventTypeId, information.GetUid(Tags.TransactionUID)));
        Assert.Equal(request.Instances.Select(instance => instance.SopInstanceUid), Instances(information, Tags.ReferencedSOPSequence));
        Assert.IsType<ReleaseRequest>(await TestScp.HearControlAsync(association));
        await association.SendAsync(new ReleaseResponse());
    }

    private protected static Uid[] Instances(DataSet information, Tag sequence) =>
        [.. information.GetItems(sequence).Select(item => item.GetUid(Tags.ReferencedSOPInstanceUID))];

    // One byte of the stored object, as a dying disk would.
    private async Task SpoilAsync(RunningGateway gateway, TestInstance instance)
    {
        var retrieve = gateway.Services.GetRequiredService<IInstanceRetrieve>();
        var stored = await retrieve.LocateAsync(RetrieveScope.Instance(instance.StudyInstanceUid, instance.SeriesInstanceUid, instance.SopInstanceUid), default).SingleAsync();
        await SpoilAsync(gateway, stored.Place.Object, stored.Place.Offset + stored.Place.Length - 1);
    }

    private static byte[] Bytes(DataSet dataSet)
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        DataSetWriter.Write(output, dataSet, TransferSyntax.ExplicitVRLittleEndian);
        return output.WrittenSpan.ToArray();
    }
}
