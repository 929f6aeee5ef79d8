namespace ImagingGateway.Filmless.DeIdentification;

/// <summary>What of a study is not shown under a link without names, and why.</summary>
/// <param name="Marked">Images that the device marked as bearing text, or a face.</param>
/// <param name="Likely">Images of a kind into which devices often write the name, not marked as free of it.</param>
/// <param name="Documents">Reports, notes and other objects without images.</param>
public sealed record LeftOut(int Marked, int Likely, int Documents)
{
    public static LeftOut Nothing { get; } = new(0, 0, 0);

    public bool IsNothing => this == Nothing;

    public static LeftOut operator +(LeftOut one, LeftOut other) => new(one.Marked + other.Marked, one.Likely + other.Likely, one.Documents + other.Documents);
}
