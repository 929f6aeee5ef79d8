namespace ImagingGateway.Dicom.DataSets;

/// <summary>The items of an SQ element, in order (PS3.5 7.5).</summary>
public sealed class Sequence : List<DataSet>
{
    public Sequence()
    {
    }

    public Sequence(IEnumerable<DataSet> items)
        : base(items)
    {
    }
}
