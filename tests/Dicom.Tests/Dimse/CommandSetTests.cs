using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Dimse;
using ImagingGateway.Dicom.UpperLayer;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.Tests.Dimse;

public sealed class CommandSetTests
{
    private static readonly Uid Model = Uids.StudyRootQueryRetrieveInformationModelFind, Instance = new("1.2.3.4.5");

    // PS3.7 9.3.5.1 by hand: C-ECHO-RQ, message 7.
    private const string Echo =
        "00000000" + "04000000" + "38000000" + // group length 56
        "00000200" + "12000000" + "312E322E3834302E31303030382E312E3100" + // affected SOP class 1.2.840.10008.1.1, padded
        "00000001" + "02000000" + "3000" + // command field 0030
        "00001001" + "02000000" + "0700" + // message ID
        "00000008" + "02000000" + "0101"; // no data set

    public static TheoryData<DimseMessage> Messages =>
    [
        new CEchoRequest(1, Uids.Verification),
        new CStoreRequest(2, Uids.CTImageStorage, Instance, Priority.High),
        new CStoreRequest(3, Uids.CTImageStorage, Instance, Priority.Medium) { MoveOriginator = new MoveOriginator(AETitle.Parse("ASKER"), 9) },
        new CFindRequest(4, Model, Priority.Low),
        new CGetRequest(5, Model, Priority.Medium),
        new CMoveRequest(6, Model, Priority.Medium, AETitle.Parse("SINK")),
        new CCancelRequest(6),
        new NActionRequest(7, Uids.StorageCommitmentPushModel, Instance, 1, HasDataSet: true),
        new NEventReportRequest(8, Uids.StorageCommitmentPushModel, Instance, 2, HasDataSet: true),
        DimseResponse.To(new NActionRequest(7, Uids.StorageCommitmentPushModel, Instance, 1, HasDataSet: true), DimseStatus.Success),
        DimseResponse.To(new NEventReportRequest(8, Uids.StorageCommitmentPushModel, Instance, 2, HasDataSet: true), DimseStatus.NoSuchInstance),
        new DimseResponse(CommandField.CEchoResponse, 1, Uids.Verification, DimseStatus.Success),
        new DimseResponse(CommandField.CStoreResponse, 2, Uids.CTImageStorage, DimseStatus.OutOfResources) { SopInstanceUid = Instance, ErrorComment = "disk full" },
        new DimseResponse(CommandField.CFindResponse, 4, Model, DimseStatus.Pending, HasDataSet: true),
        new DimseResponse(CommandField.CMoveResponse, 6, Model, DimseStatus.Pending) { Counts = new SubOperationCounts(5, 4, 3, 2) },
        new DimseResponse(CommandField.CGetResponse, 5, Model, DimseStatus.SubOperationsWithFailures, HasDataSet: true) { Counts = new SubOperationCounts(null, 4, 3, 2) },
    ];

    [Fact]
    public void AnEchoRequestIsWrittenByteForByte() =>
        Assert.Equal(Echo, Convert.ToHexString(CommandSetWriter.Write(new CEchoRequest(7, Uids.Verification)).Span));

    [Fact]
    public void AnEchoRequestIsRead() => Assert.Equal(new CEchoRequest(7, Uids.Verification), CommandSetReader.Read(Convert.FromHexString(Echo)));

    [Theory]
    [MemberData(nameof(Messages))]
    public void EveryMessageComesBackAsItWasWritten(DimseMessage message) => Assert.Equal(message, CommandSetReader.Read(CommandSetWriter.Write(message)));

    [Theory]
    [MemberData(nameof(Messages))]
    public void ACommandCutAnywhereIsRefusedOrReadAsLess(DimseMessage message)
    {
        var bytes = CommandSetWriter.Write(message);
        var refused = 0;
        for (var length = 0; length < bytes.Length; length++)
        {
            try
            {
                Assert.NotNull(CommandSetReader.Read(bytes[..length]));
            }
            catch (MalformedPduException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 24, bytes.Length); // without command field there is no command
    }

    // PS3.7 tables 10.3-1 and 10.3-7 by hand: what an action works on is "requested", what an event happened to is "affected".
    [Fact]
    public void AnActionAndAnEventNameTheirInstanceInElementsOfTheirOwn()
    {
        var action = Convert.ToHexString(CommandSetWriter.Write(new NActionRequest(1, new Uid("1.2"), new Uid("1.3"), 1, true)).Span);
        Assert.Contains("0000030004000000312E3200", action, StringComparison.Ordinal); // (0000,0003) 1.2
        Assert.Contains("0000011004000000312E3300", action, StringComparison.Ordinal); // (0000,1001) 1.3
        Assert.Contains("00000810020000000100", action, StringComparison.Ordinal); // (0000,1008) 1
        var happened = Convert.ToHexString(CommandSetWriter.Write(new NEventReportRequest(1, new Uid("1.2"), new Uid("1.3"), 2, true)).Span);
        Assert.Contains("0000020004000000312E3200", happened, StringComparison.Ordinal); // (0000,0002) 1.2
        Assert.Contains("0000001004000000312E3300", happened, StringComparison.Ordinal); // (0000,1000) 1.3
        Assert.Contains("00000210020000000200", happened, StringComparison.Ordinal); // (0000,1002) 2
    }

    [Fact]
    public void ALongCommentIsCutAndManySubOperationsStayInTheirField()
    {
        var message = new DimseResponse(CommandField.CMoveResponse, 1, Model, DimseStatus.Pending)
        {
            ErrorComment = new string('x', 100), Counts = new SubOperationCounts(100_000, 1, 0, 0),
        };
        var read = Assert.IsType<DimseResponse>(CommandSetReader.Read(CommandSetWriter.Write(message)));
        Assert.Equal((64, 65535), (read.ErrorComment!.Length, read.Counts!.Value.Remaining));
    }
}
