namespace ImagingGateway.DicomGateway;

/// <summary>Who may identify itself to this application (PS3.7 D.3.3.7). Holds a secret: never logged.</summary>
public sealed record DicomUser
{
    public string Name { get; init; } = string.Empty;

    public string Passcode { get; init; } = string.Empty;

    /// <inheritdoc/>
    public override string ToString() => Name;
}
