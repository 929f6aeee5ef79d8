namespace ImagingGateway.Filmless.Claims.Checks;

/// <summary>What a device is, by its serial number, where its images do not say (most CTs do not write their rows).</summary>
public sealed record DeviceRule
{
    public string SerialNumber { get; init; } = "";

    /// <summary>Other numbers by which <c>MA_MAY</c> names the device.</summary>
    public IReadOnlyList<string> Codes { get; init; } = [];

    public int? DetectorRows { get; init; }

    public double? FieldStrength { get; init; }
}
