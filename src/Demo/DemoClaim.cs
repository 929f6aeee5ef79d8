namespace ImagingGateway.Demo;

/// <summary>An invented claim line with its study.</summary>
/// <param name="Fields">Column name and text, as a hospital's system would file it.</param>
/// <param name="Study">The instances; none when the images are missing.</param>
/// <param name="Fault">What was planted; null for a clean line.</param>
/// <param name="HasLink">A study link should be given out for it.</param>
public sealed record DemoClaim(IReadOnlyDictionary<string, string> Fields, IReadOnlyList<DemoInstance> Study, ClaimFault? Fault, bool HasLink);
