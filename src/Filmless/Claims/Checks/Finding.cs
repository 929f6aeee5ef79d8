namespace ImagingGateway.Filmless.Claims.Checks;

/// <summary>The answer to one check: a colour and one sentence.</summary>
/// <param name="Text">Names the sentence: text <c>Finding{Check}{Text}</c>, filled with <paramref name="Values"/>.</param>
public sealed record Finding(Check Check, Verdict Verdict, string Text, params IReadOnlyList<string> Values)
{
    public string TextKey => $"Finding{Check}{Text}";
}
