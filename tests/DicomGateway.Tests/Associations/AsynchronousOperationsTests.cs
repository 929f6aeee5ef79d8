using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Dimse;
using ImagingGateway.Dicom.UpperLayer;
using ImagingGateway.DicomGateway.Associations;
using ImagingGateway.DicomGateway.Outbound;
using ImagingGateway.DicomGateway.Tests.Services;
using ImagingGateway.Storage.Ingest;
using Microsoft.Extensions.DependencyInjection;

namespace ImagingGateway.DicomGateway.Tests.Associations;

/// <summary>PS3.7 D.3.3.3, both sides: several C-STORE operations outstanding on one association, responses matched by message id.</summary>
public sealed class AsynchronousOperationsTests
{
    private static AssociateRequest Asking(ushort window)
    {
        var request = TestScu.Request((Uids.CTImageStorage, TestScu.LittleEndian), (Uids.Verification, TestScu.LittleEndian));
        return request with { UserInformation = request.UserInformation with { AsynchronousOperationsWindow = new AsynchronousOperationsWindow(window, 1) } };
    }

    [Fact]
    public async Task WhatIsDurableFirstIsAnsweredFirst()
    {
        await using var gateway = await StartAsync();
        var held = (HeldIngest)gateway.Services.GetRequiredService<IInstanceIngest>();
        var instances = TestInstance.Series(3);
        held.Hold(instances[0]);
        await using var scu = await TestScu.ConnectAsync(gateway, Asking(0));
        Assert.Equal(new AsynchronousOperationsWindow(4, 1), scu.Accepted.UserInformation.AsynchronousOperationsWindow);

        var ids = new List<ushort>();
        foreach (var instance in instances)
            ids.Add(await scu.BeginStoreAsync(instance));
        var early = new[] { await scu.ReceiveResponseAsync(), await scu.ReceiveResponseAsync() };
        Assert.Equal(ids[1..], early.Select(response => response.MessageIdBeingRespondedTo).Order());
        held.LetGo(instances[0]);
        var late = await scu.ReceiveResponseAsync();
        Assert.Equal((ids[0], instances[0].SopInstanceUid, DimseStatus.Success), (late.MessageIdBeingRespondedTo, late.SopInstanceUid!.Value, late.Status));
        await scu.ReleaseAsync();
        await gateway.PublishedAsync();
        foreach (var instance in instances)
            Assert.NotEmpty(await VerificationAndStorageTests.ReadAsync(gateway, instance));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task BeyondTheWindowThePeerWaits(ushort window)
    {
        await using var gateway = await StartAsync();
        var held = (HeldIngest)gateway.Services.GetRequiredService<IInstanceIngest>();
        var instances = TestInstance.Series(8);
        await using var scu = await TestScu.ConnectAsync(gateway, Asking(window));
        foreach (var instance in instances[..window])
            held.Hold(instance);
        foreach (var instance in instances)
            await scu.BeginStoreAsync(instance);
        foreach (var instance in instances[..window])
            held.LetGo(instance);
        foreach (var _ in instances)
            Assert.Equal(DimseStatus.Success, (await scu.ReceiveResponseAsync()).Status);
        Assert.Equal(window, held.MostAtOnce);
    }

    [Fact]
    public async Task ARefusedInstanceBetweenGoodOnesCostsTheOthersNothing()
    {
        await using var gateway = await StartAsync();
        await using var scu = await TestScu.ConnectAsync(gateway, Asking(4));
        var instances = TestInstance.Series(12);
        var statuses = new Dictionary<ushort, DimseStatus>();
        foreach (var (index, instance) in instances.Index())
        {
            // every third one announces another UID than it holds
            var announced = index % 3 == 1 ? instance with { SopInstanceUid = TestInstance.New().SopInstanceUid } : instance;
            await scu.Association.Writer.SendAsync(
                1, new CStoreRequest((ushort)(index + 1), instance.SopClassUid, announced.SopInstanceUid, Priority.Medium), instance.ToBytes());
        }

        while (statuses.Count < instances.Length)
        {
            var response = await scu.ReceiveResponseAsync();
            Assert.True(statuses.TryAdd(response.MessageIdBeingRespondedTo, response.Status));
        }

        Assert.All(statuses, answer => Assert.Equal((answer.Key - 1) % 3 == 1 ? StatusKind.Failure : StatusKind.Success, answer.Value.Kind));
        await scu.ReleaseAsync();
    }

    [Fact]
    public async Task AnotherOperationWaitsForTheStoresBeforeIt()
    {
        await using var gateway = await StartAsync();
        var held = (HeldIngest)gateway.Services.GetRequiredService<IInstanceIngest>();
        var instance = TestInstance.New();
        held.Hold(instance);
        await using var scu = await TestScu.ConnectAsync(gateway, Asking(4));
        var id = await scu.BeginStoreAsync(instance);
        await scu.Association.Writer.SendAsync(3, new CEchoRequest(99, Uids.Verification));
        var first = scu.ReceiveResponseAsync();
        held.LetGo(instance);
        Assert.Equal(id, (await first).MessageIdBeingRespondedTo);
        Assert.Equal(99, (await scu.ReceiveResponseAsync()).MessageIdBeingRespondedTo);
    }

    [Fact]
    public async Task ARequestorMatchesResponsesThatComeInAnyOrder()
    {
        await using var scp = new TestScp();
        var accepting = scp.AcceptAsync(new AsynchronousOperationsWindow(3, 1));
        var scu = await ConnectAsync(scp);
        var association = await accepting;
        Assert.Equal(3, scu.Window);
        var operations = Enumerable.Range(0, 4).Select(number => StoreAsync(scu, new byte[100 + (2 * number)])).ToList();
        var heard = new List<(byte Context, CStoreRequest Request, ReadOnlyMemory<byte> DataSet)>();
        for (var number = 0; number < 3; number++)
            heard.Add(await TestScp.HearAsync<CStoreRequest>(association));

        // the last first; each with a status of its own
        foreach (var (context, request, dataSet) in Enumerable.Reverse(heard))
            await association.Writer.SendAsync(context, DimseResponse.To(request, new DimseStatus((ushort)(0xB000 + dataSet.Length))));
        var fourth = await TestScp.HearAsync<CStoreRequest>(association);
        await association.Writer.SendAsync(fourth.Context, DimseResponse.To(fourth.Request, new DimseStatus((ushort)(0xB000 + fourth.DataSet.Length))));
        var outcomes = await Task.WhenAll(operations);
        Assert.Equal([0xB064, 0xB066, 0xB068, 0xB06A], outcomes.Select(outcome => (int)Assert.IsType<ScuOutcome.Answered>(outcome).Status.Code));
        await ReleaseAsync(scu, association);
    }

    [Fact]
    public async Task ARequestorWithoutAWindowSendsOneAfterTheOther()
    {
        await using var scp = new TestScp();
        var accepting = scp.AcceptAsync();
        var scu = await ConnectAsync(scp);
        var association = await accepting;
        Assert.Equal(1, scu.Window);
        var operations = Enumerable.Range(0, 3).Select(_ => StoreAsync(scu, new byte[100])).ToList();
        foreach (var operation in operations)
        {
            var (context, request, _) = await TestScp.HearAsync<CStoreRequest>(association);
            // nothing else is under way: a look at the connection finds nothing
            Assert.False(association.IsCancelled(request.MessageId));
            await association.Writer.SendAsync(context, DimseResponse.To(request, DimseStatus.Success));
            Assert.IsType<ScuOutcome.Answered>(await operation);
        }

        await ReleaseAsync(scu, association);
    }

    [Fact]
    public async Task WhenThePeerReleasesOrAbortsEveryOutstandingOperationSaysSo()
    {
        foreach (var ending in new Pdu[] { new ReleaseRequest(), new Abort(AbortSource.ServiceUser, AbortReason.NotSpecified) })
        {
            await using var scp = new TestScp();
            var accepting = scp.AcceptAsync(new AsynchronousOperationsWindow(3, 1));
            var scu = await ConnectAsync(scp);
            var association = await accepting;
            var operations = Enumerable.Range(0, 2).Select(_ => StoreAsync(scu, new byte[100])).ToList();
            await TestScp.HearAsync<CStoreRequest>(association);
            await TestScp.HearAsync<CStoreRequest>(association);
            await association.SendAsync(ending);
            Assert.All(await Task.WhenAll(operations), outcome => Assert.IsType<ScuOutcome.Lost>(outcome));
            Assert.True(scu.IsLost);
            if (ending is ReleaseRequest)
                Assert.IsType<ReleaseResponse>(await TestScp.HearControlAsync(association));
            await scp.DisposeAsync();
            await scu.DisposeAsync();
        }
    }

    // PS3.8 table 9-10: Sta7, AR-8, Sta9, AR-9, Sta11, AR-3.
    [Fact]
    public async Task ARequestorSurvivesAReleaseCollision()
    {
        await using var scp = new TestScp();
        var accepting = scp.AcceptAsync();
        var scu = await ConnectAsync(scp);
        var association = await accepting;
        var disposing = scu.DisposeAsync().AsTask();
        Assert.IsType<ReleaseRequest>(await TestScp.HearControlAsync(association));
        await association.SendAsync(new ReleaseRequest());
        Assert.IsType<ReleaseResponse>(await TestScp.HearControlAsync(association));
        await association.SendAsync(new ReleaseResponse());
        await disposing.WaitAsync(TimeSpan.FromSeconds(30));
    }

    private static Task<RunningGateway> StartAsync() => RunningGateway.StartAsync(new DicomGatewayOptions { MaxOperations = 4 }, HeldIngest.Install);

    private static async Task<DicomScu> ConnectAsync(TestScp scp)
    {
        var proposals = new[] { new PresentationContextProposal(1, Uids.CTImageStorage, [TestScu.LittleEndian[0]]) };
        return Assert.IsType<ScuConnection.Established>(await DicomScu.ConnectAsync(scp.AsPeer, RunningGateway.Caller, proposals, CancellationToken.None)).Scu;
    }

    private static async Task ReleaseAsync(DicomScu scu, Association association)
    {
        var disposing = scu.DisposeAsync().AsTask();
        Assert.IsType<ReleaseRequest>(await TestScp.HearControlAsync(association));
        await association.SendAsync(new ReleaseResponse());
        await disposing.WaitAsync(TimeSpan.FromSeconds(30));
    }

    private static Task<ScuOutcome> StoreAsync(DicomScu scu, byte[] dataSet) =>
        scu.StoreAsync(scu.Contexts.All.Single(), TestInstance.New().SopInstanceUid, new MemoryStream(dataSet), dataSet.Length);
}
