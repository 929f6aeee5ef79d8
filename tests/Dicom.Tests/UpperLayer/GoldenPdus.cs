using System.Buffers;
using ImagingGateway.Dicom.UpperLayer;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.Tests.UpperLayer;

/// <summary>PDUs written out by hand from PS3.8 9.3, one line per field with its name; and what they mean.</summary>
public static class GoldenPdus
{
    public static readonly (string Name, byte[] Bytes, Pdu Meaning)[] All =
    [
        ("A-ASSOCIATE-RQ", Hex("""
            01 00 00000127                                PDU type, reserved, length 295
            0001 0000                                     protocol version, reserved
            4741544557415920 2020202020202020             called AE title GATEWAY
            4D4F44414C495459 2020202020202020             calling AE title MODALITY
            0000000000000000 0000000000000000 0000000000000000 0000000000000000   reserved
            10 00 0015 312E322E3834302E31303030382E332E312E312E31                application context 1.2.840.10008.3.1.1.1
            20 00 002E 01 00 00 00                        presentation context 1
              30 00 0011 312E322E3834302E31303030382E312E31                      abstract syntax 1.2.840.10008.1.1
              40 00 0011 312E322E3834302E31303030382E312E32                      transfer syntax 1.2.840.10008.1.2
            50 00 0094                                    user information
              51 00 0004 00004000                         maximum length 16384
              52 00 0005 312E322E33                       implementation class 1.2.3
              53 00 0004 0005 0001                        asynchronous operations window: 5 invoked, 1 performed
              54 00 0015 0011 312E322E3834302E31303030382E312E31 01 01             role selection: SCU and SCP
              55 00 0003 543132                           implementation version name T12
              56 00 0016 0011 312E322E3834302E31303030382E312E31 010001            extended negotiation: 01 00 01
              57 00 002F 0011 312E322E3834302E31303030382E312E31 0011 312E322E3834302E31303030382E342E32 0007 0005 312E322E33   common extended negotiation, one related class 1.2.3
              58 00 000A 02 01 0002 6D65 0002 7077         user identity: name "me", passcode "pw", answer wanted
            """),
            new AssociateRequest(1, AETitle.Parse("GATEWAY"), AETitle.Parse("MODALITY"), AssociateRequest.DicomApplicationContext,
                [new PresentationContextProposal(1, Verification, [ImplicitLittleEndian])],
                new UserInformation(16384, new Uid("1.2.3"), "T12")
                {
                    AsynchronousOperationsWindow = new AsynchronousOperationsWindow(5, 1),
                    RoleSelections = [new RoleSelection(Verification, true, true)],
                    ExtendedNegotiations = [new ExtendedNegotiation(Verification, new byte[] { 1, 0, 1 })],
                    CommonExtendedNegotiations = [new CommonExtendedNegotiation(Verification, new Uid("1.2.840.10008.4.2"), [new Uid("1.2.3")])],
                    UserIdentity = new UserIdentity(UserIdentityType.UserNameAndPasscode, true, "me"u8.ToArray(), "pw"u8.ToArray()),
                })),
        ("A-ASSOCIATE-AC", Hex("""
            02 00 000000A0                                PDU type, reserved, length 160
            0001 0000                                     protocol version, reserved
            4741544557415920 2020202020202020             called AE title
            4D4F44414C495459 2020202020202020             calling AE title
            0000000000000000 0000000000000000 0000000000000000 0000000000000000   reserved
            10 00 0015 312E322E3834302E31303030382E332E312E312E31                application context
            21 00 0019 01 00 00 00                        presentation context 1 accepted
              40 00 0011 312E322E3834302E31303030382E312E32                      transfer syntax 1.2.840.10008.1.2
            21 00 000D 03 00 03 00                        presentation context 3: abstract syntax not supported
              40 00 0005 312E322E33                       transfer syntax 1.2.3, not significant
            50 00 0011                                    user information
              51 00 0004 00020000                         maximum length 131072
              52 00 0005 312E322E33                       implementation class 1.2.3
            """),
            new AssociateAccept(1, AETitle.Parse("GATEWAY"), AETitle.Parse("MODALITY"), AssociateRequest.DicomApplicationContext,
                [
                    new PresentationContextResult(1, ContextOutcome.Acceptance, ImplicitLittleEndian),
                    new PresentationContextResult(3, ContextOutcome.AbstractSyntaxNotSupported, new Uid("1.2.3")),
                ],
                new UserInformation(131072, new Uid("1.2.3"), null))),
        ("A-ASSOCIATE-AC, identity confirmed", Hex("""
            02 00 00000097                                PDU type, reserved, length 151
            0001 0000                                     protocol version, reserved
            4741544557415920 2020202020202020             called AE title
            4D4F44414C495459 2020202020202020             calling AE title
            0000000000000000 0000000000000000 0000000000000000 0000000000000000   reserved
            10 00 0015 312E322E3834302E31303030382E332E312E312E31                application context
            21 00 0019 01 00 00 00                        presentation context 1 accepted
              40 00 0011 312E322E3834302E31303030382E312E32                      transfer syntax 1.2.840.10008.1.2
            50 00 0019                                    user information
              51 00 0004 00020000                         maximum length 131072
              52 00 0005 312E322E33                       implementation class 1.2.3
              59 00 0004 0002 6F6B                        user identity: the server's response "ok" (PS3.7 table D.3-15)
            """),
            new AssociateAccept(1, AETitle.Parse("GATEWAY"), AETitle.Parse("MODALITY"), AssociateRequest.DicomApplicationContext,
                [new PresentationContextResult(1, ContextOutcome.Acceptance, ImplicitLittleEndian)],
                new UserInformation(131072, new Uid("1.2.3"), null) { UserIdentityResponse = "ok"u8.ToArray() })),
        ("A-ASSOCIATE-RJ", Hex("03 00 00000004 00 01 01 07    permanent, by the user: called AE title not recognized"),
            new AssociateReject(RejectResult.Permanent, RejectReason.CalledAETitleNotRecognized)),
        ("P-DATA-TF", Hex("""
            04 00 00000014                                PDU type, reserved, length 20
            00000004 01 03 AABB                           item length 4, context 1, last fragment of a command, two bytes
            00000008 01 00 010203040506                   item length 8, context 1, a fragment of a data set, six bytes
            """),
            new DataTransfer([
                new PresentationDataValue(1, true, true, new byte[] { 0xAA, 0xBB }),
                new PresentationDataValue(1, false, false, new byte[] { 1, 2, 3, 4, 5, 6 }),
            ])),
        ("A-RELEASE-RQ", Hex("05 00 00000004 00000000    reserved"), new ReleaseRequest()),
        ("A-RELEASE-RP", Hex("06 00 00000004 00000000    reserved"), new ReleaseResponse()),
        ("A-ABORT", Hex("07 00 00000004 00 00 02 06    by the provider: invalid PDU parameter value"),
            new Abort(AbortSource.ServiceProvider, AbortReason.InvalidPduParameterValue)),
    ];

    public static TheoryData<string> Names => [.. All.Select(golden => golden.Name)];

    private static Uid Verification => new("1.2.840.10008.1.1");

    private static Uid ImplicitLittleEndian => new("1.2.840.10008.1.2");

    public static (string Name, byte[] Bytes, Pdu Meaning) Named(string name) => All.Single(golden => golden.Name == name);

    public static byte[] Write(Pdu pdu)
    {
        var output = new ArrayBufferWriter<byte>();
        PduWriter.Write(output, pdu);
        return output.WrittenSpan.ToArray();
    }

    // Hexadecimal digits up to three blanks; what follows is legend.
    private static byte[] Hex(string text) => Convert.FromHexString(string.Concat(
        text.Split('\n').Select(line => line.Trim().Split("   ")[0].Replace(" ", string.Empty, StringComparison.Ordinal))));
}
