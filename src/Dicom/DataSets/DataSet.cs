using System.Collections;
using System.Diagnostics.CodeAnalysis;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.DataSets;

/// <summary>
/// An ordered set of data elements, one per tag (PS3.5 7.1). Dumb on purpose: it neither reads, writes nor decodes;
/// typed access lives in <c>Encoding.DataSetValues</c>. Not safe for concurrent change.
/// </summary>
public sealed class DataSet : IReadOnlyCollection<DataElement>
{
    private readonly List<DataElement> _elements;
    private bool _isDisordered;

    /// <summary>An empty data set.</summary>
    public DataSet() => _elements = [];

    /// <summary>An empty data set with room for so many elements.</summary>
    public DataSet(int capacity) => _elements = new List<DataElement>(capacity);

    /// <summary>As an item: it was received with undefined length. Only writing that preserves lengths looks at this.</summary>
    public bool HasUndefinedLength { get; init; }

    /// <summary>As an item that was read: where its item header begins, counted from the first byte of the data set it was read with; else 0.</summary>
    public long Position { get; init; }

    /// <summary>The data set whose item this is; items inherit its character set (PS3.3 C.12.1.1.2).</summary>
    public DataSet? Parent { get; set; }

    /// <summary>Number of elements, those of items not counted.</summary>
    public int Count => _elements.Count;

    /// <summary>The element at a tag, or null.</summary>
    public DataElement? this[Tag tag] => TryGet(tag, out var element) ? element : null;

    /// <summary>There is an element at the tag, perhaps without a value.</summary>
    public bool Contains(Tag tag) => IndexOf(tag) >= 0;

    /// <summary>The element at a tag; false when there is none.</summary>
    public bool TryGet(Tag tag, [NotNullWhen(true)] out DataElement? element)
    {
        var index = IndexOf(tag);
        element = index >= 0 ? _elements[index] : null;
        return element is not null;
    }

    /// <summary>Adds the element, replacing one of the same tag. Appending in ascending order costs O(1).</summary>
    public DataSet Set(DataElement element)
    {
        if (element.Items is { } items)
            items.ForEach(item => item.Parent = this);
        if (_elements.Count == 0 || _elements[^1].Tag < element.Tag)
        {
            _elements.Add(element);
            return this;
        }

        var index = IndexOf(element.Tag);
        if (index >= 0)
            _elements[index] = element;
        else
            _elements.Insert(~index, element);
        return this;
    }

    /// <summary>For readers: takes an element in the order received; <see cref="Settle"/> must follow before anything is looked up.</summary>
    internal void Append(DataElement element)
    {
        _isDisordered |= _elements.Count > 0 && _elements[^1].Tag >= element.Tag;
        _elements.Add(element);
    }

    /// <summary>Brings received elements into ascending order; of several with one tag the first stays. False when that changed anything.</summary>
    internal bool Settle()
    {
        if (!_isDisordered)
            return true;
        var ordered = _elements.OrderBy(e => e.Tag.Number).DistinctBy(e => e.Tag).ToArray();
        _elements.Clear();
        _elements.AddRange(ordered);
        _isDisordered = false;
        return false;
    }

    /// <summary>Takes the element at a tag away; false when there was none.</summary>
    public bool Remove(Tag tag)
    {
        var index = IndexOf(tag);
        if (index >= 0)
            _elements.RemoveAt(index);
        return index >= 0;
    }

    /// <summary>The elements in ascending order of tag.</summary>
    public List<DataElement>.Enumerator GetEnumerator() => _elements.GetEnumerator();

    IEnumerator<DataElement> IEnumerable<DataElement>.GetEnumerator() => _elements.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _elements.GetEnumerator();

    private int IndexOf(Tag tag)
    {
        int low = 0, high = _elements.Count - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var order = _elements[middle].Tag.CompareTo(tag);
            if (order == 0)
                return middle;
            if (order < 0)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return ~low;
    }
}
