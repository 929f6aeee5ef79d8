using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.UpperLayer;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.DicomGateway.Tests.Associations;

public sealed class AdmissionTests
{
    [Fact]
    public async Task WrongTitlesVersionsAndContextNamesAreRejectedWithTheirReason()
    {
        await using var gateway = await RunningGateway.StartAsync(new DicomGatewayOptions { AllowedCallers = ["MODALITY"] });
        var good = TestScu.Request((Uids.Verification, TestScu.LittleEndian));
        foreach (var (request, reason) in new[]
                 {
                     (good with { CalledAETitle = AETitle.Parse("OTHER") }, RejectReason.CalledAETitleNotRecognized),
                     (good with { CallingAETitle = AETitle.Parse("STRANGER") }, RejectReason.CallingAETitleNotRecognized),
                     (good with { ProtocolVersion = 2 }, RejectReason.ProtocolVersionNotSupported),
                     (good with { ApplicationContext = new Uid("1.2.3") }, RejectReason.ApplicationContextNameNotSupported),
                 })
        {
            await using var scu = await TestScu.ConnectAsync(gateway, request);
            Assert.Equal(new AssociateReject(RejectResult.Permanent, reason), scu.Answer);
        }

        await using var welcome = await TestScu.ConnectAsync(gateway, good);
        Assert.IsType<AssociateAccept>(welcome.Answer);
    }

    [Fact]
    public async Task OneTooManyIsAskedToTryLaterAndThenLetIn()
    {
        await using var gateway = await RunningGateway.StartAsync(new DicomGatewayOptions { MaxAssociations = 1 });
        var first = await TestScu.ConnectAsync(gateway, Uids.Verification);
        await using (var second = await TestScu.ConnectAsync(gateway, Uids.Verification))
            Assert.Equal(new AssociateReject(RejectResult.Transient, RejectReason.LocalLimitExceeded), second.Answer);
        await first.ReleaseAsync();
        await first.DisposeAsync();
        await Eventually.IsTrueAsync(async () =>
        {
            await using var third = await TestScu.ConnectAsync(gateway, Uids.Verification);
            return third.Answer is AssociateAccept;
        });
    }

    [Fact]
    public async Task AnyCalledTitleIsTakenWhenToldSo()
    {
        await using var gateway = await RunningGateway.StartAsync(new DicomGatewayOptions { CheckCalledAETitle = false });
        await using var scu = await TestScu.ConnectAsync(gateway, TestScu.Request((Uids.Verification, TestScu.LittleEndian)) with { CalledAETitle = AETitle.Parse("ANY-SCP") });
        Assert.IsType<AssociateAccept>(scu.Answer);
    }
}
