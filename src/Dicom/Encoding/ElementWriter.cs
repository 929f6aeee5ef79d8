using System.Buffers;
using System.Buffers.Binary;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.Encoding;

/// <summary>
/// Writes one data set in two passes: lengths of sequences and items first, then the bytes. The counterpart of
/// <see cref="ElementHeaderReader"/>: the only place where an element header is encoded.
/// </summary>
internal sealed class ElementWriter(IBufferWriter<byte> output, TransferSyntax syntax, DataSetWriteOptions options)
{
    /// <summary>Bytes of a value that is written together with its header.</summary>
    private const int Short = 64;

    private const uint Item = 0xFFFEE000, ItemDelimiter = 0xFFFEE00D, SequenceDelimiter = 0xFFFEE0DD;

    private ElementCoding _coding = ElementCoding.Of(syntax);

    // Lengths in the order in which the second pass needs them.
    private readonly List<long> _lengths = [];
    private int _next;

    public long Write(DataSet dataSet)
    {
        var length = Measure(dataSet);
        WriteElements(dataSet);
        return length;
    }

    private long Measure(DataSet dataSet)
    {
        long total = 0;
        foreach (var element in dataSet)
        {
            if (!IsDropped(element))
                total += Measure(element);
        }

        return total;
    }

    private long Measure(DataElement element)
    {
        // Of a group length the number is made anew, whatever was in it.
        if (element.Tag.IsGroupLength && !options.PreservesForm)
            return HeaderSize(VR.UL) + 4;
        if (element.Items is { } items)
        {
            var slot = _lengths.Count;
            _lengths.Add(0);
            long total = HeaderSize(VR.SQ) + (IsUndefined(items.HasUndefinedLength) ? 8 : 0);
            var outer = EnterUnknown(items);
            long content = 0;
            foreach (var item in items)
            {
                var itemSlot = _lengths.Count;
                _lengths.Add(0);
                var length = Measure(item);
                _lengths[itemSlot] = length;
                content += 8 + length + (IsUndefined(item.HasUndefinedLength) ? 8 : 0);
            }

            _coding = outer;
            _lengths[slot] = content;
            return total + content;
        }

        if (element.Fragments is { } fragments)
            return HeaderSize(element.VR) + 8 + Padded(fragments.BasicOffsetTable.Length) + fragments.Sum(f => 8L + Padded(f.Length)) + 8;
        if (element.Bulk is { } bulk)
            return HeaderSize(element.VR) + Padded(bulk.Length) + (bulk.IsEncapsulated ? 8 : 0);
        return HeaderSize(WrittenVR(element)) + Padded(element.Span.Length);
    }

    private void WriteElements(DataSet dataSet)
    {
        foreach (var element in dataSet)
        {
            if (IsDropped(element))
                continue;
            if (element.Tag.IsGroupLength && !options.PreservesForm)
                WriteGroupLength(dataSet, element);
            else if (element.Items is { } items)
                WriteSequence(element.Tag, items);
            else if (element.Fragments is { } fragments)
                WriteFragments(element, fragments);
            else if (element.Bulk is { } bulk)
                WriteBulk(element, bulk);
            else
                WriteValue(element);
        }
    }

    // PS3.5 7.2: group lengths are retired, but for command sets and file meta information, where they must be right.
    private bool IsDropped(DataElement element) => element.Tag.IsGroupLength && element.Tag.Group > 2 && !options.PreservesForm;

    private bool IsUndefined(bool wasUndefined) => wasUndefined && options.PreservesForm;

    private long Padded(long length) => options.PreservesForm ? length : length + (length & 1);

    // A value too long for a 16-bit length goes as UN (PS3.5 6.2.2 note 4).
    private VR WrittenVR(DataElement element) =>
        _coding.IsExplicitVR && !element.VR.HasLongHeader && element.Span.Length > 0xFFFE + (options.PreservesForm ? 1 : 0) ? VR.UN : element.VR;

    private int HeaderSize(VR vr) => _coding.IsExplicitVR && vr.HasLongHeader ? 12 : 8;

    private void WriteGroupLength(DataSet dataSet, DataElement element)
    {
        var length = dataSet.Where(e => e.Tag.Group == element.Tag.Group && !e.Tag.IsGroupLength).Sum(new ElementWriter(output, syntax, options).Measure);
        WriteHeader(element.Tag, VR.UL, 4);
        WriteUInt32((uint)length);
    }

    private void WriteSequence(Tag tag, Sequence items)
    {
        var isUndefined = IsUndefined(items.HasUndefinedLength);
        var length = _lengths[_next++];
        WriteHeader(tag, items.WasUnknown && options.PreservesForm ? VR.UN : VR.SQ, isUndefined ? ElementHeader.UndefinedLength : Checked(length, tag));
        var outer = EnterUnknown(items);
        foreach (var item in items)
        {
            var itemLength = _lengths[_next++];
            var isItemUndefined = IsUndefined(item.HasUndefinedLength);
            WriteItemHeader(Item, isItemUndefined ? ElementHeader.UndefinedLength : Checked(itemLength, tag));
            WriteElements(item);
            if (isItemUndefined)
                WriteItemHeader(ItemDelimiter, 0);
        }

        if (isUndefined)
            WriteItemHeader(SequenceDelimiter, 0);
        _coding = outer;
    }

    // The coding around a sequence; inside one that came as UN it is implicit little endian.
    private ElementCoding EnterUnknown(Sequence items)
    {
        var outer = _coding;
        if (items.WasUnknown && options.PreservesForm)
            _coding = ElementCoding.ImplicitLittleEndian;
        return outer;
    }

    private void WriteFragments(DataElement element, Fragments fragments)
    {
        WriteHeader(element.Tag, element.VR, ElementHeader.UndefinedLength);
        WriteFragment(fragments.BasicOffsetTable.Span);
        foreach (var fragment in fragments)
            WriteFragment(fragment.Span);
        WriteItemHeader(SequenceDelimiter, 0);
    }

    private void WriteFragment(ReadOnlySpan<byte> bytes)
    {
        WriteItemHeader(Item, (uint)Padded(bytes.Length));
        output.Write(bytes);
        Pad(bytes.Length, 0);
    }

    private void WriteBulk(DataElement element, BulkReference bulk)
    {
        if (options.Bulk is not { } source)
            throw new InvalidOperationException($"The value of {element.Tag} is not in memory and no source for it was given.");
        WriteHeader(element.Tag, element.VR, bulk.IsEncapsulated ? ElementHeader.UndefinedLength : Checked(Padded(bulk.Length), element.Tag));
        source(bulk, output);
        if (bulk.IsEncapsulated)
            WriteItemHeader(SequenceDelimiter, 0);
        else
            Pad(bulk.Length, element.VR.Padding);
    }

    private void WriteValue(DataElement element)
    {
        var value = element.Span;
        var vr = WrittenVR(element);
        var length = Checked(Padded(value.Length), element.Tag);
        if (value.Length <= Short && !_coding.IsBigEndian)
        {
            var whole = output.GetSpan(ElementHeader.MaxSize + Short + 1);
            var size = EncodeHeader(whole, element.Tag, vr, length);
            value.CopyTo(whole[size..]);
            if (length > value.Length)
                whole[size + value.Length] = element.VR.Padding;
            output.Advance(size + (int)length);
            return;
        }

        WriteHeader(element.Tag, vr, length);
        if (_coding.IsBigEndian && vr.UnitSize > 1)
        {
            var target = output.GetSpan(value.Length)[..value.Length];
            value.CopyTo(target);
            ByteOrder.Reverse(target, vr.UnitSize);
            output.Advance(value.Length);
        }
        else
        {
            output.Write(value);
        }

        Pad(value.Length, element.VR.Padding);
    }

    private void Pad(long length, byte padding)
    {
        if ((length & 1) == 0 || options.PreservesForm)
            return;
        output.GetSpan(1)[0] = padding;
        output.Advance(1);
    }

    private void WriteHeader(Tag tag, VR vr, uint length) => output.Advance(EncodeHeader(output.GetSpan(ElementHeader.MaxSize), tag, vr, length));

    private int EncodeHeader(Span<byte> header, Tag tag, VR vr, uint length)
    {
        WriteTag(header, tag.Number);
        if (!_coding.IsExplicitVR)
        {
            WriteUInt32(header[4..], length);
            return 8;
        }

        BinaryPrimitives.WriteUInt16BigEndian(header[4..], vr.Code);
        if (!vr.HasLongHeader)
        {
            if (_coding.IsBigEndian)
                BinaryPrimitives.WriteUInt16BigEndian(header[6..], (ushort)length);
            else
                BinaryPrimitives.WriteUInt16LittleEndian(header[6..], (ushort)length);
            return 8;
        }

        header[6] = header[7] = 0;
        WriteUInt32(header[8..], length);
        return 12;
    }

    private void WriteItemHeader(uint tag, uint length)
    {
        var header = output.GetSpan(8);
        WriteTag(header, tag);
        WriteUInt32(header[4..], length);
        output.Advance(8);
    }

    private void WriteTag(Span<byte> header, uint number)
    {
        if (_coding.IsBigEndian)
        {
            BinaryPrimitives.WriteUInt32BigEndian(header, number);
            return;
        }

        BinaryPrimitives.WriteUInt16LittleEndian(header, (ushort)(number >> 16));
        BinaryPrimitives.WriteUInt16LittleEndian(header[2..], (ushort)number);
    }

    private void WriteUInt32(uint value)
    {
        WriteUInt32(output.GetSpan(4), value);
        output.Advance(4);
    }

    private void WriteUInt32(Span<byte> target, uint value)
    {
        if (_coding.IsBigEndian)
            BinaryPrimitives.WriteUInt32BigEndian(target, value);
        else
            BinaryPrimitives.WriteUInt32LittleEndian(target, value);
    }

    private static uint Checked(long length, Tag tag) =>
        length < ElementHeader.UndefinedLength ? (uint)length : throw new InvalidOperationException($"The value of {tag} is too long to be written.");
}
