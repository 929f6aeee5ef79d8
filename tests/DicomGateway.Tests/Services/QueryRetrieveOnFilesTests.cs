using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Dimse;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage;
using ImagingGateway.Storage.Query;
using ImagingGateway.Storage.Retrieve;
using Microsoft.Extensions.DependencyInjection;

namespace ImagingGateway.DicomGateway.Tests.Services;

public sealed class QueryRetrieveOnFilesTests : QueryRetrieveContract
{
    [Theory]
    [InlineData(Damage.Changed)]
    [InlineData(Damage.CutOff)]
    [InlineData(Damage.Gone)]
    public async Task WhatIsDamagedIsNamedAndTheRestComesTheFirstTimeToo(Damage damage)
    {
        await using var destination = await StartAsync();
        await using var gateway = await StartAsync(
            new DicomGatewayOptions { Peers = [destination.AsPeer] }, storage: new StorageOptions { CheckFilesOnRead = damage == Damage.Changed });
        var series = TestInstance.Series(3);
        await StoreAsync(gateway, series);
        var damaged = await DamageAsync(gateway, series[0].StudyInstanceUid, damage);
        await using (var scu = await ConnectGetAsync(gateway, TestScu.LittleEndian))
        {
            await scu.GetAsync(Uids.StudyRootQueryRetrieveInformationModelGet, TestScu.Identifier("STUDY", (Tags.StudyInstanceUID, series[0].StudyInstanceUid.Value)));
            var (received, final) = await ReceiveGetAsync(scu);
            Assert.Equal((DimseStatus.SubOperationsWithFailures, new SubOperationCounts(null, 2, 1, 0)), (final.Status, final.Counts!.Value));
            Assert.Equal(series.Where(instance => instance.SopInstanceUid != damaged).Select(instance => instance.ToBytes()), received);
        }

        await AssertMovesTheRestAsync(gateway, series, damaged);
        Assert.Equal([damaged], gateway.Services.GetRequiredService<DamagedReads>().Examples(9));
    }

    [Fact]
    public async Task ASearchAndARetrievalAreQuestionsAndStoringIsNone()
    {
        var clock = new MovedTime();
        await using var gateway = await StartAsync(configure: services => services.AddSingleton<TimeProvider>(clock));
        var (questions, instance) = (gateway.Services.GetRequiredService<Questions>(), TestInstance.New());
        await StoreAsync(gateway, instance);
        Assert.False(questions.AreAsked);
        await using (var scu = await TestScu.ConnectAsync(gateway, Uids.StudyRootQueryRetrieveInformationModelFind))
            await AnswersAsync(scu, Uids.StudyRootQueryRetrieveInformationModelFind, "STUDY", (Tags.PatientID, "BN0001"));
        Assert.True(questions.AreAsked);
        clock.Now += TimeSpan.FromMinutes(1);
        Assert.False(questions.AreAsked);
        await using (var scu = await ConnectGetAsync(gateway, TestScu.LittleEndian))
        {
            await scu.GetAsync(Uids.StudyRootQueryRetrieveInformationModelGet, TestScu.Identifier("STUDY", (Tags.StudyInstanceUID, instance.StudyInstanceUid.Value)));
            await ReceiveGetAsync(scu);
        }

        Assert.True(questions.AreAsked);
    }

    [Fact]
    public async Task WhatIsFoundDamagedInTheMiddleOfAMessageCostsAMoveAnAssociationAndAGetOneTry()
    {
        await using var destination = await StartAsync();
        await using var gateway = await StartAsync(new DicomGatewayOptions { Peers = [destination.AsPeer] }, storage: new StorageOptions { CheckFilesOnRead = true });
        var series = Array.ConvertAll(TestInstance.Series(12), instance => instance with { Rows = 40_000 });
        await StoreAsync(gateway, series);
        var damaged = await DamageAsync(gateway, series[0].StudyInstanceUid, Damage.Changed);
        await AssertMovesTheRestAsync(gateway, series, damaged);
        await destination.PublishedAsync();
        Assert.Equal(series.Length - 1, await destination.Services.GetRequiredService<IInstanceRetrieve>().LocateAsync(RetrieveScope.Study(series[0].StudyInstanceUid), default).CountAsync());

        // only an abort tells a peer; from then on it is known
        var other = await DamageAsync(gateway, series[0].StudyInstanceUid, Damage.Changed, number: 5);
        await using (var scu = await ConnectGetAsync(gateway, TestScu.LittleEndian))
        {
            await scu.GetAsync(Uids.StudyRootQueryRetrieveInformationModelGet, TestScu.Identifier("STUDY", (Tags.StudyInstanceUID, series[0].StudyInstanceUid.Value)));
            await Assert.ThrowsAnyAsync<Exception>(async () => await ReceiveGetAsync(scu));
        }

        await using (var scu = await ConnectGetAsync(gateway, TestScu.LittleEndian))
        {
            await scu.GetAsync(Uids.StudyRootQueryRetrieveInformationModelGet, TestScu.Identifier("STUDY", (Tags.StudyInstanceUID, series[0].StudyInstanceUid.Value)));
            var (received, final) = await ReceiveGetAsync(scu);
            Assert.Equal(new SubOperationCounts(null, series.Length - 2, 2, 0), final.Counts!.Value);
            Assert.Equal(series.Length - 2, received.Count);
        }

        Assert.Equivalent(new[] { damaged, other }, gateway.Services.GetRequiredService<DamagedReads>().Examples(9), strict: true);
    }

    protected override Task<StorageOptions> NewStorageAsync() => Task.FromResult(new StorageOptions());

    private static async Task AssertMovesTheRestAsync(RunningGateway gateway, TestInstance[] series, Uid damaged)
    {
        await using var scu = await TestScu.ConnectAsync(gateway, Uids.StudyRootQueryRetrieveInformationModelMove);
        await scu.MoveAsync(Uids.StudyRootQueryRetrieveInformationModelMove, "GATEWAY", TestScu.Identifier("STUDY", (Tags.StudyInstanceUID, series[0].StudyInstanceUid.Value)));
        var (answers, final) = await scu.ReceiveAnswersAsync();
        Assert.Equal((DimseStatus.SubOperationsWithFailures, new SubOperationCounts(null, series.Length - 1, 1, 0)), (final.Status, final.Counts!.Value));
        Assert.Equal([damaged.Value], answers[^1].GetStrings(Tags.FailedSOPInstanceUIDList));
    }

    /// <summary>Does something to the second instance that will be sent, or another.</summary>
    private static async Task<Uid> DamageAsync(RunningGateway gateway, Uid study, Damage damage, int number = 1)
    {
        var found = await gateway.Services.GetRequiredService<IInstanceRetrieve>().LocateAsync(RetrieveScope.Study(study), default).Skip(number).FirstAsync();
        var file = Path.Combine(gateway.Data, "objects", found.Place.Object);
        var bytes = await File.ReadAllBytesAsync(file);
        bytes[^1] ^= 1;
        File.Delete(file);
        if (damage != Damage.Gone)
            await File.WriteAllBytesAsync(file, damage == Damage.CutOff ? bytes[..^100] : bytes);
        return found.SopInstanceUid;
    }

    /// <summary>A day that stands until it is moved.</summary>
    private sealed class MovedTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 11, 23, 2, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }

    public enum Damage
    {
        Changed,
        CutOff,
        Gone,
    }
}
