using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.DataSets;

/// <summary>
/// One data element: a tag, a value representation and exactly one kind of content: value bytes (always little endian,
/// padding as received), a sequence, the fragments of an encapsulated value, or a reference to bytes that were left
/// where they are.
/// </summary>
public sealed class DataElement
{
    private readonly object? _content;

    private DataElement(Tag tag, VR vr, ReadOnlyMemory<byte> bytes, object? content)
    {
        Tag = tag;
        VR = vr;
        Bytes = bytes;
        _content = content;
    }

    public DataElement(Tag tag, VR vr, ReadOnlyMemory<byte> bytes)
        : this(tag, vr, bytes, null)
    {
    }

    public DataElement(Tag tag, Sequence items)
        : this(tag, VR.SQ, default, items)
    {
    }

    public DataElement(Tag tag, VR vr, Fragments fragments)
        : this(tag, vr, default, fragments)
    {
    }

    public DataElement(Tag tag, VR vr, BulkReference bulk)
        : this(tag, vr, default, bulk)
    {
    }

    public Tag Tag { get; }

    public VR VR { get; }

    /// <summary>The value field in little endian; empty when the content is of another kind.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    public Sequence? Items => _content as Sequence;

    public Fragments? Fragments => _content as Fragments;

    public BulkReference? Bulk => _content as BulkReference;

    /// <summary>No value: zero length, no items, no fragments (PS3.5 7.4.5, type 2).</summary>
    public bool IsEmpty => _content switch
    {
        null => Bytes.IsEmpty,
        Sequence items => items.Count == 0,
        Fragments fragments => fragments.Count == 0,
        BulkReference bulk => bulk.Length == 0,
        _ => false,
    };
}
