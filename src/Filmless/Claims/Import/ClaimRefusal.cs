namespace ImagingGateway.Filmless.Claims.Import;

/// <summary>A line that was not taken, and why.</summary>
/// <param name="Position">Line or record of the file.</param>
/// <param name="Reason">The text <c>ClaimRefusal{Reason}</c> tells it in words.</param>
/// <param name="Detail">The field or value it is about.</param>
public sealed record ClaimRefusal(int Position, ClaimRefusalReason Reason, string? Detail);

/// <summary>Why a line or file was not taken.</summary>
public enum ClaimRefusalReason
{
    /// <summary>The line has no <c>MA_LK</c>.</summary>
    NoClaimCode,

    /// <summary>A date, time or number cannot be read.</summary>
    Unreadable,

    /// <summary>A field is longer than allowed.</summary>
    TooLong,

    /// <summary>The same episode, service and line number a second time in the file.</summary>
    Twice,

    /// <summary>The line was decided already; it stays as it is.</summary>
    Decided,

    /// <summary>A header was found, but no column for <c>MA_LK</c>.</summary>
    NoClaimColumn,

    /// <summary>The XML is broken, has a document type definition, or is nested too deeply.</summary>
    BrokenXml,

    /// <summary>The content of the envelope is no base64.</summary>
    BrokenBase64,

    /// <summary>More lines or bytes than allowed.</summary>
    TooMuch,

    /// <summary>There is nothing in it.</summary>
    Empty,
}
