namespace ImagingGateway.Storage.Objects;

/// <summary>How long a store wants instances of a series gathered before it is given them: few large writes instead of many small ones.</summary>
/// <param name="Bytes">A pack is closed when it has this many.</param>
/// <param name="Instances">Or this many instances.</param>
/// <param name="Quiet">Or when nothing of its series has come for this long.</param>
/// <param name="Longest">Or when its first instance has waited this long.</param>
/// <param name="Alone">An instance of this many bytes goes alone and at once.</param>
public sealed record PackLimits(long Bytes, int Instances, TimeSpan Quiet, TimeSpan Longest, long Alone);
