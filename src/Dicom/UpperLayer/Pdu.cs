using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.UpperLayer;

/// <summary>A protocol data unit of the upper layer (PS3.8 9.3).</summary>
public abstract record Pdu
{
    /// <summary>Seven kinds exist, all in this assembly.</summary>
    private protected Pdu()
    {
    }

    /// <summary>First byte on the wire.</summary>
    public abstract PduType Type { get; }
}

/// <summary>A-ASSOCIATE-RQ (PS3.8 9.3.2).</summary>
/// <param name="ProtocolVersion">Bit 0 is version 1, the only one there is.</param>
/// <param name="CalledAETitle">Empty when the peer sent nothing usable.</param>
/// <param name="CallingAETitle">Empty when the peer sent nothing usable.</param>
/// <param name="ApplicationContext">The DICOM application context name.</param>
/// <param name="PresentationContexts">1 to 128 of them.</param>
/// <param name="UserInformation">Sub-items of PS3.7 annex D.3.</param>
public sealed record AssociateRequest(
    ushort ProtocolVersion, AETitle CalledAETitle, AETitle CallingAETitle, Uid ApplicationContext,
    IReadOnlyList<PresentationContextProposal> PresentationContexts, UserInformation UserInformation) : Pdu
{
    /// <summary>PS3.7 A.2.1.</summary>
    public static readonly Uid DicomApplicationContext = new("1.2.840.10008.3.1.1.1");

    /// <inheritdoc/>
    public override PduType Type => PduType.AssociateRequest;
}

/// <summary>A-ASSOCIATE-AC (PS3.8 9.3.3).</summary>
public sealed record AssociateAccept(
    ushort ProtocolVersion, AETitle CalledAETitle, AETitle CallingAETitle, Uid ApplicationContext,
    IReadOnlyList<PresentationContextResult> PresentationContexts, UserInformation UserInformation) : Pdu
{
    /// <inheritdoc/>
    public override PduType Type => PduType.AssociateAccept;
}

/// <summary>A-ASSOCIATE-RJ (PS3.8 9.3.4).</summary>
public sealed record AssociateReject(RejectResult Result, RejectReason Reason) : Pdu
{
    /// <inheritdoc/>
    public override PduType Type => PduType.AssociateReject;
}

/// <summary>P-DATA-TF (PS3.8 9.3.5), whole. The message path never builds one: it reads headers and passes fragments on.</summary>
public sealed record DataTransfer(IReadOnlyList<PresentationDataValue> Values) : Pdu
{
    /// <inheritdoc/>
    public override PduType Type => PduType.DataTransfer;
}

/// <summary>A-RELEASE-RQ (PS3.8 9.3.6).</summary>
public sealed record ReleaseRequest : Pdu
{
    /// <inheritdoc/>
    public override PduType Type => PduType.ReleaseRequest;
}

/// <summary>A-RELEASE-RP (PS3.8 9.3.7).</summary>
public sealed record ReleaseResponse : Pdu
{
    /// <inheritdoc/>
    public override PduType Type => PduType.ReleaseResponse;
}

/// <summary>A-ABORT (PS3.8 9.3.8).</summary>
public sealed record Abort(AbortSource Source, AbortReason Reason) : Pdu
{
    /// <inheritdoc/>
    public override PduType Type => PduType.Abort;
}
