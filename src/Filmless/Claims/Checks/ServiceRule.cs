namespace ImagingGateway.Filmless.Claims.Checks;

/// <summary>What one service asks for, by its code; what is left out is taken from the service's name.</summary>
public sealed record ServiceRule
{
    /// <summary><c>MA_DICH_VU</c>.</summary>
    public string Code { get; init; } = "";

    public IReadOnlyList<string> Modalities { get; init; } = [];

    public IReadOnlyList<string> BodyParts { get; init; } = [];

    public int? Views { get; init; }

    public int? DetectorRows { get; init; }

    public double? FieldStrength { get; init; }

    public bool? Contrast { get; init; }
}
