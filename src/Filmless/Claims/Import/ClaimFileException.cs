namespace ImagingGateway.Filmless.Claims.Import;

/// <summary>The whole file is refused: nothing of it is taken.</summary>
public sealed class ClaimFileException(ClaimRefusal refusal) : Exception($"{refusal.Reason} at {refusal.Position}: {refusal.Detail}")
{
    public ClaimRefusal Refusal { get; } = refusal;
}
