namespace ImagingGateway.Filmless.Claims.Checks;

/// <summary>The colour of a check; the greater, the more it needs a person.</summary>
public enum Verdict
{
    /// <summary>The service asks for nothing of the kind.</summary>
    NotNeeded,

    /// <summary>Green: the images bear the claim out.</summary>
    Good,

    /// <summary>Amber: something is missing, or differs in a way that may be harmless.</summary>
    Unsure,

    /// <summary>Red: the images contradict the claim.</summary>
    Bad,
}
