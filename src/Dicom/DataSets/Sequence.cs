namespace ImagingGateway.Dicom.DataSets;

/// <summary>The items of an SQ element, in order (PS3.5 7.5).</summary>
public sealed class Sequence : List<DataSet>
{
    /// <summary>A sequence without items.</summary>
    public Sequence()
    {
    }

    /// <summary>It was received with undefined length. Only writing that preserves lengths looks at this.</summary>
    public bool HasUndefinedLength { get; init; }

    /// <summary>It was received as UN of undefined length, implicit little endian inside (PS3.5 6.2.2). Only writing that preserves the form looks at this.</summary>
    public bool WasUnknown { get; init; }

    /// <summary>A sequence of these items, in their order.</summary>
    public Sequence(IEnumerable<DataSet> items)
        : base(items)
    {
    }
}
