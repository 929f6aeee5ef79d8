namespace ImagingGateway.Viewer.Api.SignIn;

/// <summary>A row of <c>accounts</c>.</summary>
internal sealed record AccountRow
{
    public string UserName { get; init; } = "";

    public string PasswordHash { get; init; } = "";

    public string Role { get; init; } = "";

    public long MustChange { get; init; }

    public long Disabled { get; init; }

    public string Stamp { get; init; } = "";

    public long? LockedUntil { get; init; }

    public long CreatedAt { get; init; }

    public long? LastSignInAt { get; init; }

    /// <summary>Encrypted.</summary>
    public string? TotpSecret { get; init; }

    public long? ActiveSince { get; init; }

    public Account ToAccount() => new(
        UserName, Enum.TryParse<Role>(Role, ignoreCase: true, out var role) ? role : SignIn.Role.Reviewer, MustChange != 0, Disabled != 0, Stamp,
        Time(CreatedAt), LastSignInAt is { } last ? Time(last) : null, LockedUntil is { } until ? Time(until) : null, TotpSecret is not null);

    private static DateTimeOffset Time(long unixMilliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(unixMilliseconds);
}
