using System.Globalization;

namespace ImagingGateway.Dicom.Dimse;

/// <summary>Status (0000,0900) of a response (PS3.7 annex C, PS3.4 B.2.3, C.4).</summary>
public readonly record struct DimseStatus(ushort Code)
{
    /// <summary>Done.</summary>
    public static readonly DimseStatus Success = new(0x0000);

    /// <summary>Ended because the invoker asked for that.</summary>
    public static readonly DimseStatus Cancel = new(0xFE00);

    /// <summary>A match, or a state of sub-operations; more follows.</summary>
    public static readonly DimseStatus Pending = new(0xFF00);

    /// <summary>A match, found without regard to some optional keys (PS3.4 C.4.1.1.4).</summary>
    public static readonly DimseStatus PendingWithUnsupportedKeys = new(0xFF01);

    /// <summary>No room, or too busy.</summary>
    public static readonly DimseStatus OutOfResources = new(0xA700);

    /// <summary>Too busy to find out how many matches there are (PS3.4 C.4.2.1.5, C.4.3.1.4).</summary>
    public static readonly DimseStatus UnableToCountMatches = new(0xA701);

    /// <summary>The sub-operations cannot be performed now (PS3.4 C.4.2.1.5, C.4.3.1.4).</summary>
    public static readonly DimseStatus UnableToPerformSubOperations = new(0xA702);

    /// <summary>Nobody of that title is known (PS3.4 C.4.2.1.5).</summary>
    public static readonly DimseStatus MoveDestinationUnknown = new(0xA801);

    /// <summary>The data set is not of the SOP class, or the identifier does not fit (PS3.4 B.2.3).</summary>
    public static readonly DimseStatus DataSetDoesNotMatchSopClass = new(0xA900);

    /// <summary>Complete; some sub-operations failed or warned (PS3.4 C.4.2.1.5).</summary>
    public static readonly DimseStatus SubOperationsWithFailures = new(0xB000);

    /// <summary>The data set cannot be understood (PS3.4 B.2.3).</summary>
    public static readonly DimseStatus CannotUnderstand = new(0xC000);

    /// <summary>It cannot be done, for reasons of our own (PS3.4 C.4.1.1.4).</summary>
    public static readonly DimseStatus UnableToProcess = new(0xC001);

    /// <summary>The SOP class is not served (PS3.7 C.5.6).</summary>
    public static readonly DimseStatus SopClassNotSupported = new(0x0122);

    /// <summary>The invoker may not do this (PS3.7 C.5.24).</summary>
    public static readonly DimseStatus NotAuthorized = new(0x0124);

    /// <summary>There is no such operation here (PS3.7 C.5.15).</summary>
    public static readonly DimseStatus UnrecognizedOperation = new(0x0211);

    /// <summary>A parameter may not be used so (PS3.7 C.5.16).</summary>
    public static readonly DimseStatus MistypedArgument = new(0x0212);

    /// <summary>It failed in general (PS3.7 C.5.11).</summary>
    public static readonly DimseStatus ProcessingFailure = new(0x0110);

    /// <summary>The SOP instance is not known (PS3.7 C.5.7).</summary>
    public static readonly DimseStatus NoSuchInstance = new(0x0112);

    /// <summary>A value is not allowed (PS3.7 C.5.5).</summary>
    public static readonly DimseStatus InvalidAttributeValue = new(0x0106);

    /// <summary>The action type is not known (PS3.7 C.5.18).</summary>
    public static readonly DimseStatus NoSuchAction = new(0x0123);

    /// <summary>The SOP instance is not of the SOP class (PS3.7 C.5.8).</summary>
    public static readonly DimseStatus ClassInstanceConflict = new(0x0119);

    /// <summary>The transaction UID is in use already (PS3.4 J.3.2).</summary>
    public static readonly DimseStatus DuplicateTransaction = new(0x0131);

    /// <summary>No room for this (PS3.7 C.5.17).</summary>
    public static readonly DimseStatus ResourceLimitation = new(0x0213);

    // Ranges in order of trial; the last one takes every code.
    private static readonly (ushort Low, ushort High, StatusKind Kind, string Meaning)[] Table =
    [
        (0x0000, 0x0000, StatusKind.Success, "success"),
        (0x0001, 0x0001, StatusKind.Warning, "requested optional attributes are not supported"),
        (0x0105, 0x0105, StatusKind.Failure, "no such attribute"),
        (0x0106, 0x0106, StatusKind.Failure, "invalid attribute value"),
        (0x0107, 0x0107, StatusKind.Warning, "attribute list error"),
        (0x0110, 0x0110, StatusKind.Failure, "processing failure"),
        (0x0111, 0x0111, StatusKind.Failure, "duplicate SOP instance"),
        (0x0112, 0x0112, StatusKind.Failure, "no such SOP instance"),
        (0x0116, 0x0116, StatusKind.Warning, "attribute value out of range"),
        (0x0117, 0x0117, StatusKind.Failure, "invalid SOP instance"),
        (0x0118, 0x0118, StatusKind.Failure, "no such SOP class"),
        (0x0119, 0x0119, StatusKind.Failure, "class-instance conflict"),
        (0x0122, 0x0122, StatusKind.Failure, "SOP class not supported"),
        (0x0123, 0x0123, StatusKind.Failure, "no such action"),
        (0x0124, 0x0124, StatusKind.Failure, "not authorized"),
        (0x0131, 0x0131, StatusKind.Failure, "duplicate transaction UID"),
        (0x0210, 0x0210, StatusKind.Failure, "duplicate invocation"),
        (0x0211, 0x0211, StatusKind.Failure, "unrecognized operation"),
        (0x0212, 0x0212, StatusKind.Failure, "mistyped argument"),
        (0x0213, 0x0213, StatusKind.Failure, "resource limitation"),
        (0xA701, 0xA701, StatusKind.Failure, "out of resources: unable to calculate the number of matches"),
        (0xA702, 0xA702, StatusKind.Failure, "out of resources: unable to perform sub-operations"),
        (0xA700, 0xA7FF, StatusKind.Failure, "out of resources"),
        (0xA801, 0xA801, StatusKind.Failure, "move destination unknown"),
        (0xA900, 0xA9FF, StatusKind.Failure, "data set does not match SOP class"),
        (0xB000, 0xB000, StatusKind.Warning, "coercion of data elements, or sub-operations complete with failures or warnings"),
        (0xB000, 0xBFFF, StatusKind.Warning, "warning"),
        (0xC000, 0xCFFF, StatusKind.Failure, "cannot understand, or unable to process"),
        (0xFE00, 0xFE00, StatusKind.Cancel, "cancelled"),
        (0xFF00, 0xFF00, StatusKind.Pending, "pending"),
        (0xFF01, 0xFF01, StatusKind.Pending, "pending; optional keys not supported for matching"),
        (0x0000, 0xFFFF, StatusKind.Failure, "failure"),
    ];

    /// <summary>The class the code belongs to.</summary>
    public StatusKind Kind => Row().Kind;

    /// <summary>What the standard calls it.</summary>
    public string Meaning => Row().Meaning;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Code:X4} ({Meaning})");

    private (ushort Low, ushort High, StatusKind Kind, string Meaning) Row()
    {
        foreach (var row in Table)
        {
            if (Code >= row.Low && Code <= row.High)
                return row;
        }

        return Table[^1];
    }
}

/// <summary>Classes of PS3.7 annex C.</summary>
public enum StatusKind
{
    /// <summary>The operation is complete.</summary>
    Success,

    /// <summary>Complete, with something to be said about it.</summary>
    Warning,

    /// <summary>It was not done.</summary>
    Failure,

    /// <summary>It was ended because the invoker asked for that.</summary>
    Cancel,

    /// <summary>Results follow.</summary>
    Pending,
}
