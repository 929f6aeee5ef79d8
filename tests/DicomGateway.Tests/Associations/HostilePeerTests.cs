using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Dimse;
using ImagingGateway.Dicom.UpperLayer;
using ImagingGateway.Dicom.Values;
using ImagingGateway.DicomGateway.Associations;
using ImagingGateway.DicomGateway.Tests.Services;
using ImagingGateway.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace ImagingGateway.DicomGateway.Tests.Associations;

/// <summary>Bad peers over real sockets: each is refused in the right words, none leaves anything behind, and the good one next to them notices nothing.</summary>
public sealed class HostilePeerTests
{
    private static readonly DicomGatewayOptions Impatient = new() { ArtimTimeout = TimeSpan.FromMilliseconds(300), IdleTimeout = TimeSpan.FromMilliseconds(300) };

    private static AssociateRequest Request => TestScu.Request((Uids.CTImageStorage, TestScu.LittleEndian));

    [Theory]
    [InlineData("")] // connects and says nothing
    [InlineData("01")]
    [InlineData("0100000000FF000100004741")] // an association request that stops in the middle
    public async Task AStallBeforeTheAssociationEndsWithArtim(string hex)
    {
        await using var gateway = await RunningGateway.StartAsync(Impatient);
        using var peer = await HostilePeer.ConnectAsync(gateway);
        await peer.SayAsync(Convert.FromHexString(hex));
        Assert.Empty(await peer.HearToTheEndAsync());
        await NobodyIsLeftAsync(gateway);
    }

    [Theory]
    [InlineData("474554202F20485454502F312E310D0A0D0A")] // GET / HTTP/1.1
    [InlineData("16030100C8010000C4")] // TLS
    [InlineData("0100FFFFFFFF0001")] // 4 GB of request
    [InlineData("050000000004000000000000")] // release before association
    public async Task WhatIsNoAssociationRequestIsAborted(string hex)
    {
        await using var gateway = await RunningGateway.StartAsync(Impatient);
        using var peer = await HostilePeer.ConnectAsync(gateway);
        await peer.SayAsync(Convert.FromHexString(hex));
        // PS3.8 table 9-10, Sta2: AA-1, whose source is the service user
        Assert.Equal(new Abort(AbortSource.ServiceUser, AbortReason.NotSpecified), Assert.Single(await peer.HearToTheEndAsync()));
        await NobodyIsLeftAsync(gateway);
    }

    [Fact]
    public async Task AnIdleAssociationIsAborted()
    {
        await using var gateway = await RunningGateway.StartAsync(Impatient);
        using var peer = await EstablishedAsync(gateway);
        Assert.Equal(new Abort(AbortSource.ServiceUser, AbortReason.NotSpecified), Assert.Single(await peer.HearToTheEndAsync()));
        await NobodyIsLeftAsync(gateway);
    }

    [Fact]
    public async Task AStallInTheMiddleOfADataSetIsAborted()
    {
        await using var gateway = await RunningGateway.StartAsync(Impatient);
        using var peer = await EstablishedAsync(gateway);
        var message = StoreMessage(TestInstance.New());
        await peer.SayAsync(message[..^40]);
        Assert.IsType<Abort>(Assert.Single(await peer.HearToTheEndAsync()));
        await NobodyIsLeftAsync(gateway);
    }

    public static TheoryData<string, byte[], AbortReason> Violations => new()
    {
        { "a PDU of 4 GB", [4, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0], AbortReason.InvalidPduParameterValue },
        { "an item longer than its PDU", [4, 0, 0, 0, 0, 8, 0, 0, 0xFF, 0xFF, 1, 3, 0, 0], AbortReason.InvalidPduParameterValue },
        { "a type that is none", [0x2A, 0, 0, 0, 0, 0], AbortReason.UnrecognizedPdu },
        { "a second association request", HostilePeer.Bytes(Request), AbortReason.UnexpectedPdu },
        { "a release that nobody asked for", [6, 0, 0, 0, 0, 4, 0, 0, 0, 0], AbortReason.UnexpectedPdu },
        { "a data set without command", HostilePeer.Bytes(new DataTransfer([new PresentationDataValue(1, false, true, new byte[4])])), AbortReason.UnexpectedPduParameter },
        { "a command on a context that was not accepted", Command(99, new CEchoRequest(1, Uids.Verification)), AbortReason.InvalidPduParameterValue },
        { "a response that nobody asked for", Command(1, new DimseResponse(CommandField.CStoreResponse, 1, Uids.CTImageStorage, DimseStatus.Success)), AbortReason.UnexpectedPduParameter },
        { "a command set that is none", HostilePeer.Bytes(new DataTransfer([new PresentationDataValue(1, true, true, new byte[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 })])), AbortReason.InvalidPduParameterValue },
    };

    [Theory]
    [MemberData(nameof(Violations))]
    public async Task AViolationIsAbortedWithItsReason(string what, byte[] bytes, AbortReason reason)
    {
        await using var gateway = await RunningGateway.StartAsync();
        using var peer = await EstablishedAsync(gateway);
        await peer.SayAsync(bytes);
        var answer = await peer.HearAsync();
        Assert.True(new Abort(AbortSource.ServiceProvider, reason) == answer, $"{what}: {answer}");
    }

    [Fact]
    public async Task ACutAtAnyPlaceOfAStoreLeavesNothing()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var instance = TestInstance.New();
        var message = StoreMessage(instance);
        for (var length = 0; length < message.Length; length += 37)
        {
            using var peer = await EstablishedAsync(gateway);
            await peer.SayAsync(message[..length]);
            peer.StopSending();
            Assert.DoesNotContain(await peer.HearToTheEndAsync(), pdu => pdu is DataTransfer);
        }

        await NobodyIsLeftAsync(gateway);
        await gateway.PublishedAsync();
        Assert.Empty(await VerificationAndStorageTests.ReadAsync(gateway, instance));
    }

    [Fact]
    public async Task AnOperationNobodyServesIsAnsweredAndTheAssociationGoesOn()
    {
        await using var gateway = await RunningGateway.StartAsync();
        await using var scu = await TestScu.ConnectAsync(gateway, Uids.CTImageStorage);
        await scu.Association.Writer.SendAsync(1, new UnsupportedRequest(CommandField.NActionRequest, true, 7, Uids.CTImageStorage), new byte[10]);
        var response = await scu.ReceiveResponseAsync();
        Assert.Equal((DimseStatus.UnrecognizedOperation, 7, (CommandField)0x8130), (response.Status, response.MessageIdBeingRespondedTo, response.Command));
        Assert.Equal(DimseStatus.Success, (await scu.StoreAsync(TestInstance.New())).Status);
    }

    [Fact]
    public async Task AGoodAssociationIsNotDisturbedByAFloodOfBadOnes()
    {
        await using var gateway = await RunningGateway.StartAsync();
        using var end = new CancellationTokenSource();
        var floods = Enumerable.Range(0, 8).Select(seed => FloodAsync(gateway, seed, end.Token)).ToList();
        await using (var scu = await TestScu.ConnectAsync(gateway, Uids.CTImageStorage))
        {
            foreach (var instance in TestInstance.Series(40))
                Assert.Equal(DimseStatus.Success, (await scu.StoreAsync(instance)).Status);
            await scu.ReleaseAsync();
        }

        await end.CancelAsync();
        Assert.True((await Task.WhenAll(floods)).Sum() > 8);
        await NobodyIsLeftAsync(gateway);
    }

    // One bad peer after the other: random bytes, mutated requests, messages cut anywhere, slow drips.
    private static async Task<int> FloodAsync(RunningGateway gateway, int seed, CancellationToken end)
    {
        var random = new Random(seed);
        var peers = 0;
        while (!end.IsCancellationRequested)
        {
            peers++;
            try
            {
                using var peer = await HostilePeer.ConnectAsync(gateway);
                var bytes = HostilePeer.Bytes(Request).Concat(StoreMessage(TestInstance.New())).ToArray();
                for (var changes = random.Next(6); changes > 0; changes--)
                    bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                await peer.SayAsync(bytes[..random.Next(bytes.Length)]);
            }
            catch (System.Net.Sockets.SocketException)
            {
                // Cut off by the gateway: as it should be.
            }
        }

        return peers;
    }

    private static async Task<HostilePeer> EstablishedAsync(RunningGateway gateway)
    {
        var peer = await HostilePeer.ConnectAsync(gateway);
        await peer.SayAsync(Request);
        Assert.IsType<AssociateAccept>(await peer.HearAsync());
        return peer;
    }

    private static Task NobodyIsLeftAsync(RunningGateway gateway) =>
        Eventually.IsTrueAsync(() => gateway.Services.GetRequiredService<AssociationRegistry>().Count == 0);

    private static byte[] Command(byte contextId, DimseMessage command) =>
        HostilePeer.Bytes(new DataTransfer([new PresentationDataValue(contextId, true, true, CommandSetWriter.Write(command))]));

    private static byte[] StoreMessage(TestInstance instance) =>
    [
        .. Command(1, new CStoreRequest(1, instance.SopClassUid, instance.SopInstanceUid, Priority.Medium)),
        .. HostilePeer.Bytes(new DataTransfer([new PresentationDataValue(1, false, true, instance.ToBytes())])),
    ];
}
