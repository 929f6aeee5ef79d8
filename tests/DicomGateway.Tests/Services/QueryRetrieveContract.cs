using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Dimse;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.UpperLayer;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Query;
using Microsoft.Extensions.DependencyInjection;

namespace ImagingGateway.DicomGateway.Tests.Services;

public abstract class QueryRetrieveContract : GatewayContract
{
    private static readonly Uid FindStudy = Uids.StudyRootQueryRetrieveInformationModelFind, FindPatient = Uids.PatientRootQueryRetrieveInformationModelFind,
        MoveStudy = Uids.StudyRootQueryRetrieveInformationModelMove, GetStudy = Uids.StudyRootQueryRetrieveInformationModelGet;

    [Fact]
    public async Task AStudyIsFoundAtAllLevels()
    {
        await using var gateway = await StartAsync();
        var series = TestInstance.Series(3);
        await StoreAsync(gateway, series);
        await using var scu = await TestScu.ConnectAsync(gateway, FindStudy, FindPatient);

        var study = Assert.Single(await AnswersAsync(scu, FindStudy, "STUDY", (Tags.PatientName, "nguyen*"), (Tags.StudyInstanceUID, string.Empty)));
        Assert.Equal(series[0].StudyInstanceUid, study.GetUid(Tags.StudyInstanceUID));
        Assert.Equal("NGUYỄN^VĂN^AN", study.GetString(Tags.PatientName));
        Assert.Equal(("STUDY", "GATEWAY"), (study.GetString(Tags.QueryRetrieveLevel), study.GetString(Tags.RetrieveAETitle)));

        Assert.Single(await AnswersAsync(scu, FindPatient, "PATIENT", (Tags.PatientID, "BN0001")));
        Assert.Single(await AnswersAsync(scu, FindStudy, "SERIES", (Tags.StudyInstanceUID, series[0].StudyInstanceUid.Value), (Tags.SeriesInstanceUID, string.Empty)));
        var images = await AnswersAsync(scu, FindStudy, "IMAGE",
            (Tags.StudyInstanceUID, series[0].StudyInstanceUid.Value), (Tags.SeriesInstanceUID, series[0].SeriesInstanceUid.Value), (Tags.SOPInstanceUID, string.Empty));
        Assert.Equal(series.Select(instance => instance.SopInstanceUid).ToHashSet(), [.. images.Select(image => image.GetUid(Tags.SOPInstanceUID))]);
        Assert.Empty(await AnswersAsync(scu, FindStudy, "STUDY", (Tags.PatientID, "NOBODY")));
    }

    [Theory]
    [InlineData("utf8", "Nguyễn^Văn An")]
    [InlineData("ascii-unaccented", "Nguyen^Van An")]
    public async Task ACodePageOfTheSenderIsReadAndTheAskerGetsWhatItCanShow(string answerText, string expected)
    {
        await using var gateway = await StartAsync(new DicomGatewayOptions
        {
            TextFallbacks = new Dictionary<string, string> { ["*"] = "vni", ["MODALITY"] = "tcvn3" },
            AnswerText = new Dictionary<string, string> { ["MODALITY"] = answerText },
        });
        await StoreAsync(gateway, TestInstance.New() with { UndeclaredName = Convert.FromHexString("4E677579D46E5E56A86E20416E20") });
        await using var scu = await TestScu.ConnectAsync(gateway, FindStudy);
        var study = Assert.Single(await AnswersAsync(scu, FindStudy, "STUDY", (Tags.PatientName, "nguyen*"), (Tags.StudyInstanceUID, string.Empty)));
        Assert.Equal(expected, study.GetString(Tags.PatientName));
        Assert.Equal(answerText == "utf8", study.GetString(Tags.SpecificCharacterSet) == "ISO_IR 192");
    }

    [Theory]
    [InlineData("PATIENT")] // not a level of study root
    [InlineData("SERIES")] // without the study's UID
    [InlineData("FRAME")]
    [InlineData("")]
    public async Task AnIdentifierThatDoesNotFitIsA900(string level)
    {
        await using var gateway = await StartAsync();
        await using var scu = await TestScu.ConnectAsync(gateway, FindStudy);
        await scu.FindAsync(FindStudy, TestScu.Identifier(level.Length == 0 ? "X" : level, (Tags.PatientID, "1")));
        Assert.Equal(DimseStatus.DataSetDoesNotMatchSopClass, (await scu.ReceiveAnswersAsync()).Final.Status);
    }

    [Fact]
    public async Task RelationalQueriesNeedNegotiation()
    {
        await using var gateway = await StartAsync();
        await StoreAsync(gateway, TestInstance.Series(2));
        var request = TestScu.Request((FindStudy, TestScu.LittleEndian));
        request = request with { UserInformation = request.UserInformation with { ExtendedNegotiations = [new ExtendedNegotiation(FindStudy, new byte[] { 1, 1, 1, 1 })] } };
        await using var scu = await TestScu.ConnectAsync(gateway, request);
        Assert.Equal([1, 1, 1, 0], Assert.Single(scu.Accepted.UserInformation.ExtendedNegotiations).Information.ToArray());
        Assert.Equal(2, (await AnswersAsync(scu, FindStudy, "IMAGE", (Tags.PatientID, "BN0001"), (Tags.SOPInstanceUID, string.Empty))).Count);
    }

    [Fact]
    public async Task ABadDateIsRefusedAndTheAssociationGoesOn()
    {
        await using var gateway = await StartAsync();
        await using var scu = await TestScu.ConnectAsync(gateway, FindStudy);
        await scu.FindAsync(FindStudy, TestScu.Identifier("STUDY", (Tags.StudyDate, "20269999-2026")));
        Assert.Equal(DimseStatus.DataSetDoesNotMatchSopClass, (await scu.ReceiveAnswersAsync()).Final.Status);
        Assert.Empty(await AnswersAsync(scu, FindStudy, "STUDY", (Tags.StudyDate, "20260101")));
    }

    [Fact]
    public async Task AFindIsCancelled()
    {
        await using var gateway = await StartAsync();
        var series = TestInstance.Series(60);
        await StoreAsync(gateway, series);
        await using var scu = await TestScu.ConnectAsync(gateway, FindPatient);

        // The cancel request travels in one packet with the request, so it is there before the first answer.
        await scu.FindAndCancelAsync(FindPatient, TestScu.Identifier("IMAGE", (Tags.SeriesInstanceUID, series[0].SeriesInstanceUid.Value), (Tags.SOPInstanceUID, string.Empty)));
        var (answers, final) = await scu.ReceiveAnswersAsync();
        Assert.Equal(DimseStatus.Cancel, final.Status);
        Assert.InRange(answers.Count, 0, 59);
        await scu.ReleaseAsync();
    }

    [Fact]
    public async Task WhatIsFoundIsNotWithheldWhileTheSearchTakesItsTime()
    {
        await using var gateway = await StartAsync(configure: HeldSearch.Install);
        var series = TestInstance.Series(3);
        await StoreAsync(gateway, series);
        await using var scu = await TestScu.ConnectAsync(gateway, FindPatient);
        await scu.FindAsync(FindPatient, TestScu.Identifier("IMAGE", (Tags.SeriesInstanceUID, series[0].SeriesInstanceUid.Value), (Tags.SOPInstanceUID, string.Empty)));
        var first = await scu.ReceiveResponseAsync();
        Assert.Equal(DimseStatus.Pending, first.Status);
        await scu.ReadDataSetAsync(first);
        ((HeldSearch)gateway.Services.GetRequiredService<IInstanceSearch>()).LetGo();
        var (others, final) = await scu.ReceiveAnswersAsync();
        Assert.Equal((2, DimseStatus.Success), (others.Count, final.Status));
    }

    [Fact]
    public async Task AMoveToAnUnknownDestinationIsA801()
    {
        await using var gateway = await StartAsync();
        await using var scu = await TestScu.ConnectAsync(gateway, MoveStudy);
        await scu.MoveAsync(MoveStudy, "NOWHERE", TestScu.Identifier("STUDY", (Tags.StudyInstanceUID, "1.2.3")));
        Assert.Equal(DimseStatus.MoveDestinationUnknown, (await scu.ReceiveAnswersAsync()).Final.Status);
        await scu.ReleaseAsync();
    }

    [Fact]
    public async Task AMoveBringsEveryInstanceToAnotherGateway()
    {
        await using var destination = await StartAsync();
        await using var gateway = await StartAsync(new DicomGatewayOptions { Peers = [destination.AsPeer] });
        var series = TestInstance.Series(5);
        await StoreAsync(gateway, series);
        await using var scu = await TestScu.ConnectAsync(gateway, MoveStudy);
        await scu.MoveAsync(MoveStudy, "GATEWAY", TestScu.Identifier("STUDY", (Tags.StudyInstanceUID, series[0].StudyInstanceUid.Value)));
        var pending = await scu.ReceiveResponseAsync();
        Assert.Equal((DimseStatus.Pending, new SubOperationCounts(4, 1, 0, 0)), (pending.Status, pending.Counts!.Value));
        var final = (await scu.ReceiveAnswersAsync()).Final;
        Assert.Equal((DimseStatus.Success, new SubOperationCounts(null, 5, 0, 0)), (final.Status, final.Counts!.Value));
        await destination.PublishedAsync();
        foreach (var instance in series)
            Assert.Equal(instance.ToBytes(), await VerificationAndStorageTests.ReadAsync(destination, instance));
    }

    [Fact]
    public async Task AMoveToADeadDestinationFailsEveryInstanceByName()
    {
        var dead = new DicomPeer { AETitle = "DEAD", Host = "127.0.0.1", Port = 1, ConnectTimeout = TimeSpan.FromSeconds(5) };
        await using var gateway = await StartAsync(new DicomGatewayOptions { Peers = [dead] });
        var series = TestInstance.Series(2);
        await StoreAsync(gateway, series);
        await using var scu = await TestScu.ConnectAsync(gateway, MoveStudy);
        await scu.MoveAsync(MoveStudy, "DEAD", TestScu.Identifier("STUDY", (Tags.StudyInstanceUID, series[0].StudyInstanceUid.Value)));
        var (answers, final) = await scu.ReceiveAnswersAsync();
        Assert.Equal((DimseStatus.UnableToPerformSubOperations, new SubOperationCounts(null, 0, 2, 0)), (final.Status, final.Counts!.Value));
        Assert.Equal(
            series.Select(instance => instance.SopInstanceUid.Value).Order(), Assert.Single(answers).GetStrings(Tags.FailedSOPInstanceUIDList).Order());
    }

    [Fact]
    public async Task AGetBringsEveryInstanceBack()
    {
        await using var gateway = await StartAsync();
        var series = TestInstance.Series(3);
        await StoreAsync(gateway, series);
        await using var scu = await ConnectGetAsync(gateway, TestScu.LittleEndian);
        await scu.GetAsync(GetStudy, TestScu.Identifier("SERIES", (Tags.SeriesInstanceUID, series[0].SeriesInstanceUid.Value)));
        var (received, final) = await ReceiveGetAsync(scu);
        Assert.Equal((DimseStatus.Success, new SubOperationCounts(null, 3, 0, 0)), (final.Status, final.Counts!.Value));
        Assert.Equal(series.Select(instance => instance.ToBytes()), received);
    }

    [Fact]
    public async Task AGetConvertsUncompressedInstances()
    {
        await using var gateway = await StartAsync();
        var series = TestInstance.Series(1);
        await StoreAsync(gateway, series);
        await using var scu = await ConnectGetAsync(gateway, [TransferSyntax.ImplicitVRLittleEndian.Uid]);
        await scu.GetAsync(GetStudy, TestScu.Identifier("STUDY", (Tags.StudyInstanceUID, series[0].StudyInstanceUid.Value)));
        var (received, final) = await ReceiveGetAsync(scu);
        Assert.Equal(DimseStatus.Success, final.Status);
        Assert.Equal((series[0] with { Syntax = TransferSyntax.ImplicitVRLittleEndian }).ToBytes(), Assert.Single(received));
    }

    // Compressed for one peer and uncompressed again for the next: the same samples, whatever way they took.
    [Theory]
    [InlineData("1.2.840.10008.1.2.5")] // RLE
    [InlineData("1.2.840.10008.1.2.4.80")] // JPEG-LS lossless
    [InlineData("1.2.840.10008.1.2.4.90")] // JPEG 2000 lossless
    public async Task APeerGetsTheLosslessSyntaxItAcceptedAndNoOther(string syntax)
    {
        await using var gateway = await StartAsync();
        var instance = TestInstance.New();
        await StoreAsync(gateway, instance);
        var compressed = await GetAsync(gateway, instance, new Uid(syntax));
        Assert.NotEqual(instance.ToBytes(), compressed);

        await using var other = await StartAsync();
        await using (var scu = await TestScu.ConnectAsync(other, TestScu.Request((Uids.CTImageStorage, [new Uid(syntax)]))))
            Assert.Equal(DimseStatus.Success, (await scu.StoreAsync(instance, bytes: compressed)).Status);
        await other.PublishedAsync();
        var plain = DataSetReader.Read(await GetAsync(other, instance, TransferSyntax.ExplicitVRLittleEndian.Uid), TransferSyntax.ExplicitVRLittleEndian);
        var original = DataSetReader.Read(instance.ToBytes(), TransferSyntax.ExplicitVRLittleEndian);
        Assert.Equal(original[Tags.PixelData]!.Bytes.ToArray(), plain[Tags.PixelData]!.Bytes.ToArray());
    }

    [Fact]
    public async Task AnInstanceThatHasNoFormInOneSyntaxGoesInTheNextThatWasAccepted()
    {
        await using var gateway = await StartAsync();
        var instance = TestInstance.New();
        var dataSet = DataSetReader.Read(instance.ToBytes(), instance.Syntax)
            .SetInteger(Tags.Columns, 8).SetInteger(Tags.BitsAllocated, 32).SetInteger(Tags.BitsStored, 32).SetInteger(Tags.HighBit, 31); // JPEG-LS ends at 16 bits
        await using (var source = await TestScu.ConnectAsync(gateway, Uids.CTImageStorage))
            Assert.Equal(DimseStatus.Success, (await source.StoreAsync(instance, bytes: DataSetWriter.ToArray(dataSet, instance.Syntax))).Status);
        await gateway.PublishedAsync();

        await using var scu = await ConnectGetAsync(gateway, [new Uid("1.2.840.10008.1.2.4.80")], [Uids.RLELossless]);
        await scu.GetAsync(GetStudy, TestScu.Identifier("STUDY", (Tags.StudyInstanceUID, instance.StudyInstanceUid.Value)));
        var (received, final) = await ReceiveGetAsync(scu);
        Assert.Equal(DimseStatus.Success, final.Status);
        var fragments = DataSetReader.Read(Assert.Single(received), TransferSyntax.Of(Uids.RLELossless))[Tags.PixelData]!.Fragments!;
        Assert.Equal([4, 0, 0, 0, 64, 0, 0, 0], Assert.Single(fragments)[..8].ToArray()); // four segments, a byte of each sample in each (PS3.5 G.2)
    }

    [Theory]
    [InlineData("1.2.840.10008.1.2.4.50")] // JPEG baseline: never chosen by this side
    [InlineData("1.2.840.10008.1.2.4.102")] // MPEG-4
    public async Task NothingIsSentInASyntaxThatWouldLose(string syntax)
    {
        await using var gateway = await StartAsync();
        var instance = TestInstance.New();
        await StoreAsync(gateway, instance);
        await using var scu = await ConnectGetAsync(gateway, [new Uid(syntax)]);
        await scu.GetAsync(GetStudy, TestScu.Identifier("STUDY", (Tags.StudyInstanceUID, instance.StudyInstanceUid.Value)));
        var (received, final) = await ReceiveGetAsync(scu);
        Assert.Empty(received);
        Assert.Equal(new SubOperationCounts(null, 0, 1, 0), final.Counts!.Value);
    }

    private static async Task<byte[]> GetAsync(RunningGateway gateway, TestInstance instance, Uid syntax)
    {
        await using var scu = await ConnectGetAsync(gateway, [syntax]);
        await scu.GetAsync(GetStudy, TestScu.Identifier("STUDY", (Tags.StudyInstanceUID, instance.StudyInstanceUid.Value)));
        var (received, final) = await ReceiveGetAsync(scu);
        Assert.Equal(DimseStatus.Success, final.Status);
        return Assert.Single(received);
    }

    [Fact]
    public async Task AGetWithoutAContextForTheInstanceFailsIt()
    {
        await using var gateway = await StartAsync();
        var series = TestInstance.Series(2);
        await StoreAsync(gateway, series);
        await using var scu = await TestScu.ConnectAsync(gateway, GetStudy, Uids.CTImageStorage); // no role selection: the requestor is no SCP
        await scu.GetAsync(GetStudy, TestScu.Identifier("STUDY", (Tags.StudyInstanceUID, series[0].StudyInstanceUid.Value)));
        var (received, final) = await ReceiveGetAsync(scu);
        Assert.Empty(received);
        Assert.Equal((DimseStatus.UnableToPerformSubOperations, new SubOperationCounts(null, 0, 2, 0)), (final.Status, final.Counts!.Value));
    }

    [Fact]
    public async Task AGetIsCancelledBetweenInstances()
    {
        await using var gateway = await StartAsync();
        var series = TestInstance.Series(5);
        await StoreAsync(gateway, series);
        await using var scu = await ConnectGetAsync(gateway, TestScu.LittleEndian);
        var id = await scu.GetAsync(GetStudy, TestScu.Identifier("STUDY", (Tags.StudyInstanceUID, series[0].StudyInstanceUid.Value)));
        var (received, final) = await ReceiveGetAsync(scu, cancelBeforeFirstAnswer: id);
        Assert.Single(received);
        Assert.Equal((DimseStatus.Cancel, new SubOperationCounts(4, 1, 0, 0)), (final.Status, final.Counts!.Value));
        await scu.ReleaseAsync();
    }

    protected static async Task<TestScu> ConnectGetAsync(RunningGateway gateway, params IEnumerable<IReadOnlyList<Uid>> contexts)
    {
        var request = TestScu.Request([(GetStudy, TestScu.LittleEndian), .. contexts.Select(syntaxes => (Uids.CTImageStorage, syntaxes))]);
        return await TestScu.ConnectAsync(
            gateway, request with { UserInformation = request.UserInformation with { RoleSelections = [new RoleSelection(Uids.CTImageStorage, false, true)] } });
    }

    protected static async Task<(List<byte[]> Received, DimseResponse Final)> ReceiveGetAsync(TestScu scu, ushort? cancelBeforeFirstAnswer = null)
    {
        var received = new List<byte[]>();
        while (true)
        {
            var message = Assert.IsType<Received.Message>(await scu.ReceiveAsync());
            if (message.Command is CStoreRequest store)
            {
                received.Add((await scu.Association.Reader.ReadDataSetAsync(2 << 20)).ToArray());
                if (cancelBeforeFirstAnswer is { } id)
                    await scu.Association.Writer.SendAsync(1, new CCancelRequest(id));
                await scu.Association.Writer.SendAsync(message.ContextId, DimseResponse.To(store, DimseStatus.Success) with { SopInstanceUid = store.SopInstanceUid });
            }
            else if (message.Command is DimseResponse { Status.Kind: not StatusKind.Pending } final)
            {
                return (received, final);
            }
        }
    }

    protected static async Task StoreAsync(RunningGateway gateway, params TestInstance[] instances)
    {
        await using var scu = await TestScu.ConnectAsync(gateway, Uids.CTImageStorage);
        foreach (var instance in instances)
            Assert.Equal(DimseStatus.Success, (await scu.StoreAsync(instance)).Status);
        await scu.ReleaseAsync();
        await gateway.PublishedAsync();
    }

    protected static async Task<List<Dicom.DataSets.DataSet>> AnswersAsync(TestScu scu, Uid model, string level, params (Tag Tag, string Value)[] keys)
    {
        await scu.FindAsync(model, TestScu.Identifier(level, keys));
        var (answers, final) = await scu.ReceiveAnswersAsync();
        Assert.Equal(DimseStatus.Success, final.Status);
        return answers;
    }
}
