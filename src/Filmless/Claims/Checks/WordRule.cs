namespace ImagingGateway.Filmless.Claims.Checks;

/// <summary>A service whose name has one of the words is meant by these values. Words are compared without accents and case, as whole words.</summary>
public sealed record WordRule
{
    public IReadOnlyList<string> Words { get; init; } = [];

    public IReadOnlyList<string> Values { get; init; } = [];
}
