using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Filmless.StudyLinks;

/// <summary>A link as kept: everything but the token, of which only a hash is known.</summary>
public sealed record StudyLink(
    string Id, IReadOnlyList<Uid> StudyInstanceUids, string CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt,
    bool HasPin, DateTimeOffset? RevokedAt, string? Note, int Openings);
