namespace ImagingGateway.Dicom.DataSets;

/// <summary>An encapsulated value (PS3.5 A.4): the basic offset table item, then the fragments in order.</summary>
public sealed class Fragments : List<ReadOnlyMemory<byte>>
{
    /// <summary>Content of the first item: 32-bit little endian offsets, or empty.</summary>
    public ReadOnlyMemory<byte> BasicOffsetTable { get; init; }
}
