namespace ImagingGateway.Dicom.UpperLayer;

/// <summary>PS3.7 D.3.3.7.1. Holds secrets: never logged, never shown as text.</summary>
public sealed class UserIdentity(UserIdentityType type, bool positiveResponseRequested, ReadOnlyMemory<byte> primary, ReadOnlyMemory<byte> secondary)
{
    public UserIdentityType Type { get; } = type;

    public bool PositiveResponseRequested { get; } = positiveResponseRequested;

    /// <summary>User name, ticket, assertion or token.</summary>
    public ReadOnlyMemory<byte> Primary { get; } = primary;

    /// <summary>The passcode, for type 2 only.</summary>
    public ReadOnlyMemory<byte> Secondary { get; } = secondary;

    /// <inheritdoc/>
    public override string ToString() => $"{Type}";
}

/// <summary>PS3.7 table D.3-14.</summary>
public enum UserIdentityType : byte
{
    UserName = 1,
    UserNameAndPasscode = 2,
    Kerberos = 3,
    Saml = 4,
    JsonWebToken = 5,
}
