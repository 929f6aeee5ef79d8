namespace ImagingGateway.Dicom.UpperLayer;

/// <summary>PS3.7 D.3.3.7.1. Holds secrets: never logged, never shown as text.</summary>
public sealed class UserIdentity(UserIdentityType type, bool positiveResponseRequested, ReadOnlyMemory<byte> primary, ReadOnlyMemory<byte> secondary)
{
    /// <summary>What the two values are.</summary>
    public UserIdentityType Type { get; } = type;

    /// <summary>The acceptor is asked to confirm by a sub-item of its own (59H).</summary>
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
    /// <summary>A name in UTF-8.</summary>
    UserName = 1,

    /// <summary>A name and a passcode in UTF-8.</summary>
    UserNameAndPasscode = 2,

    /// <summary>A Kerberos service ticket.</summary>
    Kerberos = 3,

    /// <summary>A SAML assertion.</summary>
    Saml = 4,

    /// <summary>A JSON Web Token.</summary>
    JsonWebToken = 5,
}
