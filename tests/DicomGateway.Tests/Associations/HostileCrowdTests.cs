using System.Diagnostics.CodeAnalysis;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Dimse;
using ImagingGateway.Dicom.UpperLayer;
using ImagingGateway.DicomGateway.Associations;
using ImagingGateway.DicomGateway.Tests.Services;
using ImagingGateway.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace ImagingGateway.DicomGateway.Tests.Associations;

/// <summary>64 associations at once, half of them hostile: the good half is undisturbed, and no association costs more memory than a stated bound.</summary>
[Collection(AloneCollection.Name)]
public sealed class HostileCrowdTests
{
    private const int Half = 32;
    private const int InstancesEach = 12;

    /// <summary>Bytes of managed memory that a stalled association may hold, its test client included.</summary>
    private const long MostPerAssociation = 768 << 10;

    private static readonly DicomGatewayOptions Options = new() { ArtimTimeout = TimeSpan.FromMinutes(2), IdleTimeout = TimeSpan.FromMinutes(2), MaxAssociations = 128 };

    private static AssociateRequest Request => TestScu.Request((Uids.CTImageStorage, TestScu.LittleEndian));

    [Fact]
    public async Task TheGoodHalfIsUndisturbed()
    {
        await using var gateway = await RunningGateway.StartAsync(Options);
        using var end = new CancellationTokenSource();
        var hostile = Enumerable.Range(0, Half).Select(number => HarassAsync(gateway, number, end.Token)).ToList();
        var series = Enumerable.Range(0, Half).Select(_ => TestInstance.Series(InstancesEach)).ToList();
        await Task.WhenAll(series.Select(instances => StoreAllAsync(gateway, instances)));
        await end.CancelAsync();
        var visits = await Task.WhenAll(hostile);
        Assert.All(visits, visit => Assert.True(visit > 0));

        await gateway.PublishedAsync();
        foreach (var instance in series.SelectMany(instances => instances))
            Assert.NotEmpty(await VerificationAndStorageTests.ReadAsync(gateway, instance));
        await Eventually.IsTrueAsync(() => gateway.Services.GetRequiredService<AssociationRegistry>().Count == 0);
    }

    [Theory]
    [InlineData(false)] // stalls in the middle of a data set of megabytes
    [InlineData(true)] // announces 4 GB in one PDU and sends what a gateway would have to keep if it believed it
    public async Task AStalledAssociationHoldsABoundedAmountOfMemory(bool announcesTheAbsurd)
    {
        await using var gateway = await RunningGateway.StartAsync(Options);
        await StoreAllAsync(gateway, TestInstance.Series(2)); // everything is loaded and pooled once
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var peers = new List<HostilePeer>();
        for (var number = 0; number < Half; number++)
        {
            var peer = await EstablishedAsync(gateway);
            peers.Add(peer);
            var instance = TestInstance.New() with { Rows = 60_000 };
            var message = StoreMessage(instance); // 1.9 MB
            if (announcesTheAbsurd)
                new PduHeader(PduType.DataTransfer, uint.MaxValue).Write(message.AsSpan(StoreCommand(instance).Length));
            // in small pieces: a socket keeps hold of the array it sent last, and it is not the test's memory that counts
            try
            {
                foreach (var piece in message[..^1000].Chunk(4 << 10))
                    await peer.SayAsync(piece);
            }
            catch (System.Net.Sockets.SocketException)
            {
                Assert.True(announcesTheAbsurd); // cut off already, as it should be
            }
        }

        await Eventually.IsTrueAsync(() => GC.GetTotalMemory(forceFullCollection: true) - before < Half * MostPerAssociation);
        foreach (var peer in peers)
            peer.Dispose();
        await Eventually.IsTrueAsync(() => gateway.Services.GetRequiredService<AssociationRegistry>().Count == 0);
    }

    private static async Task StoreAllAsync(RunningGateway gateway, TestInstance[] instances)
    {
        await using var scu = await TestScu.ConnectAsync(gateway, Uids.CTImageStorage);
        foreach (var instance in instances)
            Assert.Equal(DimseStatus.Success, (await scu.StoreAsync(instance)).Status);
        await scu.ReleaseAsync();
    }

    // The same mischief again and again until the end; how often it was begun.
    [SuppressMessage("Security", "CA5394", Justification = "Seeded so that a failure can be repeated.")]
    private static async Task<int> HarassAsync(RunningGateway gateway, int number, CancellationToken end)
    {
        var random = new Random(number);
        var visits = 0;
        do
        {
            visits++;
            try
            {
                await MisbehaveAsync(gateway, number % 8, random, end);
            }
            catch (Exception over) when (over is System.Net.Sockets.SocketException or EndOfStreamException or OperationCanceledException)
            {
                // Cut off by the gateway, or the test is over.
            }
        }
        while (!end.IsCancellationRequested);
        return visits;
    }

    private static async Task MisbehaveAsync(RunningGateway gateway, int kind, Random random, CancellationToken end)
    {
        if (kind == 0)
        {
            using var silent = await HostilePeer.ConnectAsync(gateway); // never asks for an association
            await Task.Delay(Timeout.Infinite, end);
        }

        if (kind == 1)
        {
            using var garbage = await HostilePeer.ConnectAsync(gateway);
            var bytes = new byte[random.Next(1, 5000)];
            random.NextBytes(bytes);
            await garbage.SayAsync(bytes);
            return;
        }

        using var peer = await EstablishedAsync(gateway);
        var message = StoreMessage(TestInstance.New());
        switch (kind)
        {
            case 2: // stalls inside a data set
                await peer.SayAsync(message[..^200]);
                await Task.Delay(Timeout.Infinite, end);
                break;
            case 3: // is cut anywhere
                await peer.SayAsync(message[..random.Next(message.Length)]);
                break;
            case 4: // one byte a second
                using (var second = new PeriodicTimer(TimeSpan.FromSeconds(1)))
                {
                    foreach (var one in message)
                    {
                        await peer.SayAsync(one);
                        await second.WaitForNextTickAsync(end);
                    }
                }

                break;
            case 5: // lengths that do not fit each other
                message[random.Next(2, 12)] ^= (byte)(1 << random.Next(8));
                await peer.SayAsync(message);
                break;
            case 6: // 4 GB announced
                await peer.SayAsync([4, 0, 0xFF, 0xFF, 0xFF, 0xFF, .. message]);
                break;
            default: // never takes an answer
                for (var echo = 0; echo < 200; echo++)
                    await peer.SayAsync(Command(1, new CEchoRequest((ushort)echo, Uids.Verification)));
                await Task.Delay(Timeout.Infinite, end);
                break;
        }
    }

    private static async Task<HostilePeer> EstablishedAsync(RunningGateway gateway)
    {
        var peer = await HostilePeer.ConnectAsync(gateway);
        await peer.SayAsync(Request);
        Assert.IsType<AssociateAccept>(await peer.HearAsync());
        return peer;
    }

    private static byte[] Command(byte contextId, DimseMessage command) =>
        HostilePeer.Bytes(new DataTransfer([new PresentationDataValue(contextId, true, true, CommandSetWriter.Write(command))]));

    private static byte[] StoreCommand(TestInstance instance) =>
        Command(1, new CStoreRequest(1, instance.SopClassUid, instance.SopInstanceUid, Priority.Medium));

    // A command, then the data set in PDUs of 64 KB.
    private static byte[] StoreMessage(TestInstance instance)
    {
        var pieces = instance.ToBytes().Chunk(64 << 10).ToList();
        return
        [
            .. StoreCommand(instance),
            .. pieces.Index().SelectMany(piece => HostilePeer.Bytes(new DataTransfer([new PresentationDataValue(1, false, piece.Index == pieces.Count - 1, piece.Item)]))),
        ];
    }
}
