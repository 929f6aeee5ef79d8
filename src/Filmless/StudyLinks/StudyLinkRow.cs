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

    public long Openings { get; init; }

    public IReadOnlyList<Uid> Studies { get; init; } = [];

    public StudyLink ToLink() => new(
        Id, Studies, CreatedBy, Time(CreatedAt), Time(ExpiresAt), PinHash is not null,
        RevokedAt is { } revoked ? Time(revoked) : null, Note, (int)Openings);

    public static DateTimeOffset Time(long unixMilliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(unixMilliseconds);
}
