namespace ImagingGateway.Dicom.Encoding;

/// <summary>Bounds on what one data set may take of memory, so that hostile bytes end in a refusal and not in exhaustion.</summary>
/// <param name="MaxDepth">Sequences within sequences.</param>
/// <param name="MaxElements">Elements and items together.</param>
/// <param name="MaxInlineBytes">Value bytes kept in memory while scanning, and what a deflated data set may become that is read as a whole.</param>
/// <param name="MaxFragments">Fragments of encapsulated values.</param>
/// <param name="MaxInflatedBytes">Bytes that a deflated data set may become.</param>
public sealed record DataSetLimits(
    int MaxDepth = 512, int MaxElements = 1_000_000, long MaxInlineBytes = 64L << 20, int MaxFragments = 2_000_000, long MaxInflatedBytes = 4L << 30)
{
    /// <summary>What readers use unless told otherwise.</summary>
    public static readonly DataSetLimits Default = new();
}
