using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.Encoding;

/// <summary>The first hundred breaches met; a hostile file cannot make the list long.</summary>
internal sealed class DeviationList
{
    private const int Most = 100;
    private List<Deviation>? _list;

    public IReadOnlyList<Deviation> All => _list ?? (IReadOnlyList<Deviation>)[];

    public void Add(long position, Tag tag, string clause, string text)
    {
        _list ??= [];
        if (_list.Count < Most)
            _list.Add(new Deviation(position, tag, clause, text));
    }
}
