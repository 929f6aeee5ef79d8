using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Filmless.StudyLinks;

/// <summary>A wish for a link.</summary>
/// <param name="Pin">4 to 12 digits, or null for none.</param>
/// <param name="CreatedBy">Who gives it out.</param>
/// <param name="Note">What else is to be known about it.</param>
public sealed record NewStudyLink(IReadOnlyList<Uid> StudyInstanceUids, DateTimeOffset ExpiresAt, string? Pin, string CreatedBy, string? Note)
{
    public required LinkBasis Basis { get; init; }

    public LinkAudience Audience { get; init; }

    /// <summary>Name of the receiver as it stands in the watermark, such as an office or a hospital.</summary>
    public string? Recipient { get; init; }

    /// <summary>Null for what fits the audience (<see cref="StudyLinkPolicy.PurposeFor"/>).</summary>
    public LinkPurpose? Purpose { get; init; }

    /// <summary>Null for what fits the audience (<see cref="StudyLinkPolicy.PermissionFor"/>).</summary>
    public LinkPermission? Permission { get; init; }

    public PinKind PinKind { get; init; }

    /// <summary>The link opens nothing before.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>How often it may be opened; null for as often as wanted.</summary>
    public int? MaxOpenings { get; init; }

    /// <summary>Names, numbers and, unless <see cref="Dates"/> says otherwise, dates are taken out of everything the link shows.</summary>
    public bool IsDeidentified { get; init; }

    /// <summary>What then becomes of dates; without <see cref="IsDeidentified"/> it means nothing.</summary>
    public LinkDates Dates { get; init; }
}
