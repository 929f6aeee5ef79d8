using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Filmless.StudyLinks;

/// <summary>A row of <c>study_links</c> with its studies.</summary>
internal sealed record StudyLinkRow
{
    public string Id { get; init; } = "";

    public string CreatedBy { get; init; } = "";

    public long CreatedAt { get; init; }

    public long ExpiresAt { get; init; }

    public long? RevokedAt { get; init; }

    public string? Note { get; init; }

    public string? PinHash { get; init; }

    public long PinVersion { get; init; }

    public long FailedPins { get; init; }

    public long? LockedUntil { get; init; }

    public long Lockouts { get; init; }

    public long Openings { get; init; }

    public string Audience { get; init; } = "";

    public string Purpose { get; init; } = "";

    public string Basis { get; init; } = "";

    public string Permission { get; init; } = "";

    public string PinKind { get; init; } = "";

    public string? Recipient { get; init; }

    public long? NotBefore { get; init; }

    public long? MaxOpenings { get; init; }

    /// <summary>0 or 1.</summary>
    public long Deidentified { get; init; }

    public string Dates { get; init; } = nameof(LinkDates.Removed);

    public IReadOnlyList<Uid> Studies { get; init; } = [];

    public StudyLink ToLink() => new(
        Id, Studies, CreatedBy, Time(CreatedAt), Time(ExpiresAt), PinHash is not null, Time(RevokedAt), Note, (int)Openings)
    {
        Audience = Enum.Parse<LinkAudience>(Audience), Purpose = Enum.Parse<LinkPurpose>(Purpose), Basis = Enum.Parse<LinkBasis>(Basis),
        Permission = Enum.Parse<LinkPermission>(Permission), PinKind = Enum.Parse<PinKind>(PinKind), Recipient = Recipient,
        NotBefore = Time(NotBefore), MaxOpenings = (int?)MaxOpenings, IsDeidentified = Deidentified != 0, Dates = Enum.Parse<LinkDates>(Dates), LockedUntil = Time(LockedUntil), Lockouts = (int)Lockouts,
    };

    public static DateTimeOffset Time(long unixMilliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(unixMilliseconds);

    private static DateTimeOffset? Time(long? unixMilliseconds) => unixMilliseconds is { } value ? Time(value) : null;
}
