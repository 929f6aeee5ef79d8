using ImagingGateway.Dicom.Dimse;
using ImagingGateway.Dicom.UpperLayer;

namespace ImagingGateway.DicomGateway.Outbound;

/// <summary>What came of asking a peer for an association.</summary>
public abstract record ScuConnection
{
    private ScuConnection()
    {
    }

    public sealed record Established(DicomScu Scu) : ScuConnection;

    /// <summary>The peer sent A-ASSOCIATE-RJ.</summary>
    public sealed record Rejected(AssociateReject Rejection) : ScuConnection
    {
        public override string ToString() => $"the association was rejected ({Rejection.Result}, {Rejection.Reason})";
    }

    /// <summary>No connection, no answer, or an abort.</summary>
    /// <param name="Reason">One plain clause.</param>
    public sealed record Unreachable(string Reason) : ScuConnection
    {
        public override string ToString() => Reason;
    }
}

/// <summary>What came of one operation as SCU.</summary>
public abstract record ScuOutcome
{
    private ScuOutcome()
    {
    }

    public sealed record Answered(DimseStatus Status, string? Comment) : ScuOutcome;

    /// <summary>The association ended instead; no further operation is possible on it.</summary>
    /// <param name="Reason">One plain clause.</param>
    /// <param name="IsUnreadable">It is this operation's own fault: its instance could not be read to its end.</param>
    public sealed record Lost(string Reason, bool IsUnreadable = false) : ScuOutcome;
}
