namespace ImagingGateway.Filmless.Claims;

/// <summary>Lets one reviewer read the claims of one facility and one period, for a purpose, until a day.</summary>
/// <param name="Facility">The facility's key in the settings; <see cref="Everywhere"/> for all.</param>
/// <param name="From">First day of service, with <paramref name="To"/> included.</param>
/// <param name="ExpiresAt">Afterwards the grant gives nothing, permalinks included.</param>
/// <param name="Purpose">Why, in a person's words; goes into the audit trail.</param>
/// <param name="MayCopy">The reviewer may also take portable copies of the evidence away.</param>
public sealed record ReviewerGrant(
    string Id, string UserName, string Facility, DateOnly From, DateOnly To, DateTimeOffset ExpiresAt, string Purpose, string CreatedBy, DateTimeOffset CreatedAt,
    DateTimeOffset? RevokedAt, bool MayCopy)
{
    public const string Everywhere = "*";
}
