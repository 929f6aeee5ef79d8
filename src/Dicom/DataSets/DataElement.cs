using System.Runtime.InteropServices;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.DataSets;

/// <summary>
/// One data element: a tag, a value representation and exactly one kind of content: value bytes (always little endian,
/// padding as received), a sequence, the fragments of an encapsulated value, or a reference to bytes that were left
/// where they are.
/// </summary>
public sealed class DataElement
{
    // byte[] (a slice of it is the value), Sequence, Fragments or BulkReference: one field keeps a header of many elements small.
    private readonly object _content;
    private readonly int _start;
    private readonly int _length;

    /// <summary>A value in little endian, padded to even length. Memory that is no array is copied.</summary>
    public DataElement(Tag tag, VR vr, ReadOnlyMemory<byte> bytes)
    {
        if (!MemoryMarshal.TryGetArray(bytes, out var slice))
            slice = bytes.ToArray();
        Tag = tag;
        VR = vr;
        _content = slice.Array ?? [];
        _start = slice.Offset;
        _length = slice.Count;
    }

    /// <summary>A sequence of items; the representation is SQ.</summary>
    public DataElement(Tag tag, Sequence items)
        : this(tag, VR.SQ, (object)items)
    {
    }

    /// <summary>An encapsulated value (PS3.5 A.4).</summary>
    public DataElement(Tag tag, VR vr, Fragments fragments)
        : this(tag, vr, (object)fragments)
    {
    }

    /// <summary>A value whose bytes are elsewhere.</summary>
    public DataElement(Tag tag, VR vr, BulkReference bulk)
        : this(tag, vr, (object)bulk)
    {
    }

    /// <summary>A value that is a slice of an array.</summary>
    internal DataElement(Tag tag, VR vr, byte[] bytes, int start, int length)
    {
        Tag = tag;
        VR = vr;
        _content = bytes;
        _start = start;
        _length = length;
    }

    private DataElement(Tag tag, VR vr, object content)
    {
        Tag = tag;
        VR = vr;
        _content = content;
    }

    /// <summary>Which attribute it is.</summary>
    public Tag Tag { get; }

    /// <summary>The value representation as received or set; UN where it was not known.</summary>
    public VR VR { get; }

    /// <summary>The value field in little endian; empty when the content is of another kind.</summary>
    public ReadOnlyMemory<byte> Bytes => _content is byte[] bytes ? new ReadOnlyMemory<byte>(bytes, _start, _length) : default;

    /// <summary>The same as <see cref="Bytes"/>, as a span.</summary>
    public ReadOnlySpan<byte> Span => _content is byte[] bytes ? new ReadOnlySpan<byte>(bytes, _start, _length) : default;

    /// <summary>The items of a sequence; null for content of another kind.</summary>
    public Sequence? Items => _content as Sequence;

    /// <summary>The fragments of an encapsulated value; null for content of another kind.</summary>
    public Fragments? Fragments => _content as Fragments;

    /// <summary>Where the value lies; null for content of another kind.</summary>
    public BulkReference? Bulk => _content as BulkReference;

    /// <summary>No value: zero length, no items, no fragments (PS3.5 7.4.5, type 2).</summary>
    public bool IsEmpty => _content switch
    {
        Sequence items => items.Count == 0,
        Fragments fragments => fragments.Count == 0,
        BulkReference bulk => bulk.Length == 0,
        _ => _length == 0,
    };
}
