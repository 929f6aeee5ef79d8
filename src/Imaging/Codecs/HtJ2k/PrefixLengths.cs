namespace ImagingGateway.Imaging.Codecs.HtJ2k;

/// <summary>
/// How many bytes from the start of an HTJ2K codestream in resolution order suffice for the image at an eighth, a quarter, half
/// and all of its width and height; the reduced images are exact, not approximations that later change.
/// </summary>
/// <param name="Full">Length of the codestream.</param>
public readonly record struct PrefixLengths(int Eighth, int Quarter, int Half, int Full)
{
    /// <summary>Finds the lengths in a codestream that came as it is, such as one stored in 1.2.840.10008.1.2.4.202; null when its
    /// resolutions cannot be told apart (several tiles or layers, or another order).</summary>
    public static PrefixLengths? Of(ReadOnlySpan<byte> codestream) => HtJ2kLayout.Read(codestream) is { } layout
        ? new PrefixLengths(layout.PrefixLength(3), layout.PrefixLength(2), layout.PrefixLength(1), codestream.Length)
        : null;
}
