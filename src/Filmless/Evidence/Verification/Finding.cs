namespace ImagingGateway.Filmless.Evidence.Verification;

/// <summary>One thing that was checked.</summary>
/// <param name="IsFault">It is not as it must be.</param>
/// <param name="Text">One plain English sentence that names what.</param>
public sealed record Finding(bool IsFault, string Text)
{
    public static Finding Fine(string text) => new(false, text);

    public static Finding Fault(string text) => new(true, text);
}
