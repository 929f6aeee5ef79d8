using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.UpperLayer;
using ImagingGateway.Dicom.Values;
using ImagingGateway.TestKit;

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
    public async Task OnlyARightPasscodeLetsInWhereOneIsRequired()
    {
        var users = new[] { new DicomUser { Name = "ct1", Passcode = "secret" }, new DicomUser { Name = "ct2", Passcode = "other" } };
        await using var strict = await RunningGateway.StartAsync(new DicomGatewayOptions { RequireUserIdentity = true, Users = users });
        await using var lenient = await RunningGateway.StartAsync(new DicomGatewayOptions { Users = users });
        foreach (var (identity, inStrict, inLenient) in new (UserIdentity?, bool, bool)[]
                 {
                     (null, false, true),
                     (Identity(UserIdentityType.UserName, "ct1", ""), false, true),
                     (Identity(UserIdentityType.Saml, "<assertion/>", ""), false, true),
                     (Identity(UserIdentityType.UserNameAndPasscode, "ct1", "wrong"), false, false),
                     (Identity(UserIdentityType.UserNameAndPasscode, "ct1", "other"), false, false),
                     (Identity(UserIdentityType.UserNameAndPasscode, "ct1", "secret"), true, true),
                 })
        {
            Assert.Equal(inStrict, await IsLetInAsync(strict, identity));
            Assert.Equal(inLenient, await IsLetInAsync(lenient, identity));
        }
    }

    private static UserIdentity Identity(UserIdentityType type, string primary, string secondary) =>
        new(type, positiveResponseRequested: true, System.Text.Encoding.UTF8.GetBytes(primary), System.Text.Encoding.UTF8.GetBytes(secondary));

    private static async Task<bool> IsLetInAsync(RunningGateway gateway, UserIdentity? identity)
    {
        var request = TestScu.Request((Uids.Verification, TestScu.LittleEndian));
        await using var scu = await TestScu.ConnectAsync(gateway, request with { UserInformation = request.UserInformation with { UserIdentity = identity } });
        if (scu.Answer is not AssociateAccept accept)
        {
            Assert.Equal(new AssociateReject(RejectResult.Permanent, RejectReason.NoReasonGiven), scu.Answer);
            return false;
        }

        var isChecked = identity?.Type is UserIdentityType.UserName or UserIdentityType.UserNameAndPasscode;
        Assert.Equal(isChecked, accept.UserInformation.UserIdentityResponse is { IsEmpty: true });
        return true;
    }

    [Fact]
    public async Task AnyCalledTitleIsTakenWhenToldSo()
    {
        await using var gateway = await RunningGateway.StartAsync(new DicomGatewayOptions { CheckCalledAETitle = false });
        await using var scu = await TestScu.ConnectAsync(gateway, TestScu.Request((Uids.Verification, TestScu.LittleEndian)) with { CalledAETitle = AETitle.Parse("ANY-SCP") });
        Assert.IsType<AssociateAccept>(scu.Answer);
    }
}
