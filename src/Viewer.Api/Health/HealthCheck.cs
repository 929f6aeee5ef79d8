namespace ImagingGateway.Viewer.Api.Health;

/// <summary>One thing that must work.</summary>
/// <param name="Key">Text key of its name (<c>Health{Key}</c>).</param>
/// <param name="State">How it stands.</param>
/// <param name="Facts">Text keys with their values, one sentence each.</param>
/// <param name="Advice">Text key of what to do next; null when nothing is to be done.</param>
/// <param name="AdviceValue">Fills the advice's <c>{0}</c>.</param>
public sealed record HealthCheck(string Key, HealthState State, IReadOnlyList<HealthFact> Facts, string? Advice = null, string? AdviceValue = null);

/// <summary>A sentence by its text key, with values.</summary>
public sealed record HealthFact(string Key, params object?[] Values);

/// <summary>Traffic light.</summary>
public enum HealthState
{
    Good,
    Warn,
    Bad,
}
