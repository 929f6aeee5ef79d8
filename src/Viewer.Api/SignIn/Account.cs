namespace ImagingGateway.Viewer.Api.SignIn;

/// <summary>A person's account.</summary>
/// <param name="UserName">Lower case.</param>
/// <param name="Stamp">Changes with the password, the role and the disabled flag; sessions with another stamp have ended.</param>
public sealed record Account(
    string UserName, Role Role, bool MustChangePassword, bool IsDisabled, string Stamp, DateTimeOffset CreatedAt, DateTimeOffset? LastSignInAt, DateTimeOffset? LockedUntil,
    bool HasSecondFactor = false);
