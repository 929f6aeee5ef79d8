using ImagingGateway.Dicom.UpperLayer;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.Tests.UpperLayer;

public sealed class NegotiationTests
{
    private static readonly Uid Known = new("1.2.1"), Unknown = new("1.2.2"), SyntaxA = new("1.3.1"), SyntaxB = new("1.3.2"), SyntaxC = new("1.3.3");
    private static readonly UserInformation Own = new(65536, new Uid("1.9"), "OWN");

    [Fact]
    public void EveryContextGetsItsOwnAnswer()
    {
        var accept = Accept(Request(new(1, Known, [SyntaxA, SyntaxB]), new(3, Unknown, [SyntaxA]), new(5, Known, [SyntaxC]), new(7, Known, [])));
        Assert.Equal(
            [
                (1, ContextOutcome.Acceptance, SyntaxB), (3, ContextOutcome.AbstractSyntaxNotSupported, SyntaxA),
                (5, ContextOutcome.TransferSyntaxesNotSupported, SyntaxC), (7, ContextOutcome.TransferSyntaxesNotSupported, default),
            ],
            accept.PresentationContexts.Select(context => ((int)context.Id, context.Outcome, context.TransferSyntax)));
        Assert.Equal(65536u, accept.UserInformation.MaximumLength);
        Assert.Null(accept.UserInformation.AsynchronousOperationsWindow);
        Assert.Null(accept.UserInformation.UserIdentityResponse);
    }

    [Fact]
    public void ANumberUsedTwiceIsAnsweredOnce() =>
        Assert.Equal(Known, Agree(Request(new(1, Known, [SyntaxB]), new(1, Unknown, [SyntaxB]))).All.Single().AbstractSyntax);

    [Fact]
    public void HoweverManyContextsAreProposedEachNumberIsLookedAtOnce()
    {
        var (policy, contexts) = (new Policy(), Enumerable.Range(0, 100_000).Select(i => new PresentationContextProposal((byte)((i % 4) + 1), Unknown, [])));
        Assert.Equal(4, Negotiation.Accept(Request([.. contexts]), policy, Own).PresentationContexts.Count);
        Assert.Equal(4, policy.Asked);
    }

    [Theory]
    [InlineData(false, false, true, false)] // nothing asked: the defaults of PS3.7 D.3.3.4
    [InlineData(true, true, true, true)]
    public void RolesAreThoseBothSidesWant(bool asks, bool asksScp, bool scu, bool scp)
    {
        var request = Request(new PresentationContextProposal(1, Known, [SyntaxB]));
        if (asks)
            request = request with { UserInformation = request.UserInformation with { RoleSelections = [new RoleSelection(Known, true, asksScp)] } };
        var context = Agree(request).All.Single();
        Assert.Equal((scu, scp), (context.RequestorIsScu, context.RequestorIsScp));
    }

    [Fact]
    public void ARoleOfAnUnsupportedClassIsNotAnswered()
    {
        var request = Request(new PresentationContextProposal(1, Known, [SyntaxB]));
        request = request with { UserInformation = request.UserInformation with { RoleSelections = [new RoleSelection(Unknown, true, true)] } };
        Assert.Empty(Accept(request).UserInformation.RoleSelections);
    }

    [Fact]
    public void WindowIdentityAndExtensionsAreAnsweredWhenAsked()
    {
        var request = Request(new PresentationContextProposal(1, Known, [SyntaxB]));
        request = request with
        {
            UserInformation = request.UserInformation with
            {
                AsynchronousOperationsWindow = new AsynchronousOperationsWindow(0, 0),
                UserIdentity = new UserIdentity(UserIdentityType.UserName, true, "me"u8.ToArray(), default),
                ExtendedNegotiations = [new ExtendedNegotiation(Known, new byte[] { 1 }), new ExtendedNegotiation(Unknown, new byte[] { 1 })],
            },
        };
        var user = Accept(request).UserInformation;
        Assert.Equal(new AsynchronousOperationsWindow(1, 1), user.AsynchronousOperationsWindow);
        Assert.True(user.UserIdentityResponse is { IsEmpty: true });
        Assert.Equal([7], Assert.Single(user.ExtendedNegotiations).Information.ToArray());
    }

    [Theory]
    [InlineData("1.2.840.10008.4.2", true)] // storage
    [InlineData("1.2.840.10008.4.1", false)] // another service class
    public void AClassThatSpecialisesAKnownStorageClassIsTaken(string serviceClass, bool isTaken)
    {
        var request = Request(new PresentationContextProposal(1, Unknown, [SyntaxA, SyntaxB]));
        request = request with
        {
            UserInformation = request.UserInformation with
            {
                CommonExtendedNegotiations = [new CommonExtendedNegotiation(Unknown, new Uid(serviceClass), [new Uid("1.2.7"), Known])],
            },
        };
        Assert.Equal(
            isTaken ? (ContextOutcome.Acceptance, SyntaxB) : (ContextOutcome.AbstractSyntaxNotSupported, SyntaxA),
            Accept(request).PresentationContexts.Select(context => (context.Outcome, context.TransferSyntax)).Single());
    }

    [Theory]
    [InlineData(0, 0, 4, 1, 4, 1)] // unlimited becomes what is allowed here
    [InlineData(2, 3, 4, 1, 2, 1)]
    [InlineData(9, 1, 4, 2, 4, 1)]
    public void AWindowIsTheNarrowerOfBoth(ushort invoked, ushort performed, ushort allowed, ushort allowedBack, ushort agreed, ushort agreedBack) => Assert.Equal(
        new AsynchronousOperationsWindow(agreed, agreedBack),
        new AsynchronousOperationsWindow(invoked, performed).Within(new AsynchronousOperationsWindow(allowed, allowedBack)));

    [Fact]
    public void WithoutAnAnswerThereIsOneOperationAtATime()
    {
        var request = Request(new PresentationContextProposal(1, Known, [SyntaxB]));
        Assert.Equal(AsynchronousOperationsWindow.Synchronous, Negotiation.AgreeWindow(request, Accept(request)));
    }

    [Theory]
    [InlineData(UserIdentityType.UserName, true)]
    [InlineData(UserIdentityType.UserNameAndPasscode, true)]
    [InlineData(UserIdentityType.Kerberos, false)]
    [InlineData(UserIdentityType.Saml, false)]
    [InlineData(UserIdentityType.JsonWebToken, false)]
    public void AnIdentityNobodyChecksGetsNoAnswer(UserIdentityType type, bool isAnswered)
    {
        var request = Request(new PresentationContextProposal(1, Known, [SyntaxB]));
        request = request with { UserInformation = request.UserInformation with { UserIdentity = new UserIdentity(type, true, "x"u8.ToArray(), default) } };
        Assert.Equal(isAnswered, Accept(request).UserInformation.UserIdentityResponse is { IsEmpty: true });
    }

    private static AssociateRequest Request(params PresentationContextProposal[] contexts) => new(
        1, AETitle.Parse("A"), AETitle.Parse("B"), AssociateRequest.DicomApplicationContext, contexts, new UserInformation(16384, new Uid("1.8"), null));

    private static AssociateAccept Accept(AssociateRequest request) => Negotiation.Accept(request, new Policy(), Own);

    private static NegotiatedContexts Agree(AssociateRequest request) => Negotiation.Agree(request, Accept(request));

    private sealed class Policy : IAcceptancePolicy
    {
        public int Asked { get; private set; }

        public bool Supports(Uid abstractSyntax)
        {
            Asked++;
            return abstractSyntax == Known;
        }

        public Uid ChooseTransferSyntax(Uid abstractSyntax, IReadOnlyList<Uid> proposed) => proposed.Contains(SyntaxB) ? SyntaxB : default;

        public RoleSelection AnswerRole(RoleSelection asked) => asked;

        public ExtendedNegotiation? AnswerExtended(ExtendedNegotiation asked) =>
            asked.SopClassUid == Known ? new ExtendedNegotiation(Known, new byte[] { 7 }) : null;

        public AsynchronousOperationsWindow? AnswerWindow(AsynchronousOperationsWindow asked) => new(1, 1);
    }
}
