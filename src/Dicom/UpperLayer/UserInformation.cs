using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.UpperLayer;

/// <summary>The user information item (PS3.7 annex D.3.3). Absent sub-items are null or empty.</summary>
/// <param name="MaximumLength">Longest P-DATA-TF body its sender is ready to receive, in bytes; 0 is no limit (PS3.8 annex D.1).</param>
/// <param name="ImplementationClassUid">Empty when absent.</param>
/// <param name="ImplementationVersionName">1 to 16 characters, or null.</param>
public sealed record UserInformation(uint MaximumLength, Uid ImplementationClassUid, string? ImplementationVersionName)
{
    /// <summary>Null: one operation at a time (PS3.7 D.3.3.3).</summary>
    public AsynchronousOperationsWindow? AsynchronousOperationsWindow { get; init; }

    /// <summary>Roles of the requestor, at most one for each SOP class.</summary>
    public IReadOnlyList<RoleSelection> RoleSelections { get; init; } = [];

    /// <summary>What service classes negotiate for themselves.</summary>
    public IReadOnlyList<ExtendedNegotiation> ExtendedNegotiations { get; init; } = [];

    /// <summary>To which service class SOP classes belong; in a request only.</summary>
    public IReadOnlyList<CommonExtendedNegotiation> CommonExtendedNegotiations { get; init; } = [];

    /// <summary>In a request (PS3.7 D.3.3.7.1).</summary>
    public UserIdentity? UserIdentity { get; init; }

    /// <summary>In an acceptance: the server's answer (PS3.7 D.3.3.7.2).</summary>
    public ReadOnlyMemory<byte>? UserIdentityResponse { get; init; }
}

/// <summary>
/// PS3.7 D.3.3.3; 0 is unlimited. In a request what the requestor would like, in an acceptance what the acceptor grants it.
/// </summary>
/// <param name="Invoked">Operations the requestor may have outstanding as invoker.</param>
/// <param name="Performed">Operations the requestor may be asked to perform at the same time.</param>
public sealed record AsynchronousOperationsWindow(ushort Invoked, ushort Performed)
{
    /// <summary>What holds without an exchange.</summary>
    public static readonly AsynchronousOperationsWindow Synchronous = new(1, 1);

    /// <summary>The narrower of two in each direction.</summary>
    public AsynchronousOperationsWindow Within(AsynchronousOperationsWindow other) =>
        new(Least(Invoked, other.Invoked), Least(Performed, other.Performed));

    private static ushort Least(ushort one, ushort other) => one == 0 ? other : other == 0 ? one : Math.Min(one, other);
}

/// <summary>PS3.7 D.3.3.4: the roles of the association requestor for one SOP class.</summary>
public sealed record RoleSelection(Uid SopClassUid, bool Scu, bool Scp);

/// <summary>PS3.7 D.3.3.5; the information's meaning belongs to the service class (PS3.4 C.5.1.1 for query/retrieve).</summary>
public sealed record ExtendedNegotiation(Uid SopClassUid, ReadOnlyMemory<byte> Information);

/// <summary>PS3.7 D.3.3.6.</summary>
public sealed record CommonExtendedNegotiation(Uid SopClassUid, Uid ServiceClassUid, IReadOnlyList<Uid> RelatedGeneralSopClassUids);
