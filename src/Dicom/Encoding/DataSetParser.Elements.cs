using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.Encoding;

/// <content>What a header begins.</content>
internal sealed partial class DataSetParser
{
    private static readonly Tag Item = new(0xFFFEE000), ItemDelimiter = new(0xFFFEE00D), SequenceDelimiter = new(0xFFFEE0DD);

    // Returns false when the header closed what is open and belongs to what is around it.
    private bool Begin(in ElementHeader header, ReadOnlySpan<byte> window) => _frames[_depth].Kind switch
    {
        FrameKind.Sequence => BeginInSequence(header),
        FrameKind.Fragments => BeginInFragments(header, window),
        _ => header.Tag.Group == 0xFFFE ? BeginDelimiter(header) : BeginElement(header),
    };

    private bool BeginInSequence(in ElementHeader header)
    {
        ref var sequence = ref _frames[_depth];
        if (header.Tag == Item)
        {
            Count(sequence.Tag);
            var item = new DataSet { HasUndefinedLength = header.IsUndefinedLength, Position = _position, Parent = Enclosing() };
            sequence.Sequence!.Add(item);
            var coding = sequence.Coding;
            var tag = sequence.Tag;
            _position += header.Size;
            Push(new Frame
            {
                Kind = FrameKind.DataSet, IsItem = true, DataSet = item, Tag = tag, Coding = coding,
                End = header.IsUndefinedLength ? Frame.Undefined : _position + header.Length,
            });
            return true;
        }

        if (header.Tag == SequenceDelimiter)
        {
            _position += header.Size;
            if (sequence.End == Frame.Undefined)
                Pop();
            else
                Deviations.Add(_position, sequence.Tag, "PS3.5 7.5.2", "sequence delimiter in a sequence of defined length");
            return true;
        }

        if (header.Tag == ItemDelimiter)
        {
            Deviations.Add(_position, sequence.Tag, "PS3.5 7.5.2", "item delimiter without an item");
            _position += header.Size;
            return true;
        }

        // No item where one must be: the sequence is over, its delimiter is missing or its length wrong.
        Deviations.Add(_position, sequence.Tag, "PS3.5 7.5", "the sequence ends without delimiter or before its length");
        Pop();
        return false;
    }

    private bool BeginDelimiter(in ElementHeader header)
    {
        ref var top = ref _frames[_depth];
        if (header.Tag == ItemDelimiter && top.IsItem && top.End == Frame.Undefined)
        {
            _position += header.Size;
            Pop();
            return true;
        }

        var closes = header.Tag == Item ? top.IsItem : header.Tag == SequenceDelimiter && top.IsItem && _frames[_depth - 1].End == Frame.Undefined;
        if (closes)
        {
            Deviations.Add(_position, top.Tag, "PS3.5 7.5.2", "item delimiter missing");
            Pop();
            return false;
        }

        Deviations.Add(_position, header.Tag, "PS3.5 7.5", "stray item or delimiter");
        _position += header.Size;
        return true;
    }

    private bool BeginElement(in ElementHeader header)
    {
        var atRoot = _depth == 0;
        if (atRoot && IsAfterTheEnd(header))
        {
            Deviations.Add(_position, default, "PS3.5 7.1", "bytes after the data set that are no element");
            _state = State.Stopped;
            return false;
        }

        if (atRoot && header.Tag >= _stopBefore)
        {
            IsStopped = true;
            _state = State.Stopped;
            return false;
        }

        Count(header.Tag);
        if (header.Flaw != HeaderFlaw.None)
            Report(header);
        var coding = _frames[_depth].Coding;
        _tag = header.Tag;
        _vr = coding.IsExplicitVR && header.Flaw == HeaderFlaw.None ? header.VR : Refine(header);
        var headerStart = _position;
        _position += header.Size;
        _valueStart = _position;
        if (header.IsUndefinedLength)
            return BeginUndefined(coding);
        if (_vr == VR.SQ)
        {
            PushSequence(_position + header.Length, coding);
            return true;
        }

        if ((header.Length & 1) != 0)
            Deviations.Add(headerStart, header.Tag, "PS3.5 7.1", "odd value length");
        if (atRoot && IsPixelData(header.Tag) && BeginPixelData(header.Length))
            return true;
        BeginValue(header.Length);
        return true;
    }

    // Zero padding and what else follows a data set in real files (tape blocks, a second file).
    private bool IsAfterTheEnd(in ElementHeader header) =>
        Root.Count > 0 && (header.Tag.Number == 0 || (_hasPixelData && header.Flaw is HeaderFlaw.MissingVR or HeaderFlaw.UnknownVR && !DicomDictionary.Contains(header.Tag)));

    private void Report(in ElementHeader header) => Deviations.Add(_position, header.Tag, "PS3.5 7.1.2", header.Flaw switch
    {
        HeaderFlaw.UnknownVR => "unknown value representation",
        HeaderFlaw.MissingVR => "no value representation where the coding demands one",
        _ => "16-bit length where the value representation demands 32 bits",
    });

    private bool BeginUndefined(ElementCoding coding)
    {
        if (_vr == VR.OB || _vr == VR.OW || _vr == VR.OF || _vr == VR.OD || _vr == VR.OL || _vr == VR.OV || IsPixelData(_tag))
        {
            if (_depth == 0 && IsPixelData(_tag))
                EnterPixelData();
            BeginFragments(Frame.Undefined, coding);
            return true;
        }

        // PS3.5 6.2.2 note 2: UN of undefined length is a sequence in implicit VR little endian.
        if (_vr != VR.SQ && _vr != VR.UN)
            Deviations.Add(_valueStart, _tag, "PS3.5 7.1.2", "undefined length, read as a sequence");
        PushSequence(Frame.Undefined, _vr == VR.UN ? ElementCoding.ImplicitLittleEndian : coding);
        return true;
    }

    private void PushSequence(long end, ElementCoding coding)
    {
        var items = new Sequence { HasUndefinedLength = end == Frame.Undefined, WasUnknown = _vr == VR.UN && _frames[_depth].Coding.IsExplicitVR };
        _frames[_depth].DataSet!.Append(new DataElement(_tag, items));
        Push(new Frame { Kind = FrameKind.Sequence, Sequence = items, Tag = _tag, End = end, Coding = coding });
    }

    private void BeginValue(uint length)
    {
        if (_hasBacking)
        {
            SliceValue(length);
            return;
        }

        if (length > _options.BulkThreshold && (length > MaxInlineText || MayBeBulk(_vr)) && !(IsExtendedOffsetTable(_tag) && length <= MaxOffsetTable))
        {
            Skip(length);
            return;
        }

        if (length > int.MaxValue || _arena.Reserve((int)length) is not { } slice)
            throw Malformed($"Values of the header take more than {_options.Limits.MaxInlineBytes} bytes", _tag);
        _value = slice;
        _valueLength = (int)length;
        _remaining = length;
        if (length == 0)
            FinishValue(slice);
        else
            _state = State.Value;
    }

    private void Skip(long length)
    {
        _remaining = length;
        _state = State.Skip;
        if (length == 0)
        {
            _state = State.Header;
            FinishSkip(0);
        }
    }

    // The value is a piece of the memory the data set is in, once all of it has passed.
    private void SliceValue(uint length)
    {
        _sliceLength = length;
        Skip(length);
    }

    private void FinishValue(ArraySegment<byte> value)
    {
        if (_frames[_depth].Coding.IsBigEndian && _vr.UnitSize > 1)
            ByteOrder.Reverse(value, _vr.UnitSize);
        Append(new DataElement(_tag, _vr, value.Array!, value.Offset, value.Count));
    }

    private void FinishSkip(long available)
    {
        if (_frames[_depth].Kind == FrameKind.Fragments)
        {
            FinishFragment(available);
            return;
        }

        if (_sliceLength is { } length)
        {
            _sliceLength = null;
            if (available < length)
                return;
            var slice = _backing.Slice((int)_valueStart, (int)length);
            if (_frames[_depth].Coding.IsBigEndian && _vr.UnitSize > 1)
                slice = slice.ToArray();
            FinishValue(slice);
            return;
        }

        var isBigEndian = _frames[_depth].Coding.IsBigEndian || (_isInPixelData && _hasBigEndianPixels);
        if (_isInPixelData)
            FinishNativePixelData(available);
        Append(new DataElement(_tag, _vr, new BulkReference(_valueStart, available, false, isBigEndian)));
    }

    private void Append(DataElement element)
    {
        ref var frame = ref _frames[_depth];
        frame.DataSet!.Append(element);
        if (element.Tag == Tags.PixelRepresentation)
            frame.IsSigned ??= element.Span is [1, ..];
    }

    // Of the sequence on top.
    private DataSet Enclosing() => _frames[_depth - 1].DataSet!;

    // The representations DICOM JSON may put behind a URI (PS3.18 table F.2.2-1).
    private static bool MayBeBulk(VR vr) => !vr.IsText || vr == VR.LT || vr == VR.ST || vr == VR.UC || vr == VR.UT || vr == VR.DS || vr == VR.IS;

    // What implicit coding leaves to context.
    private VR Refine(in ElementHeader header)
    {
        if (header.VR == VR.US && DicomDictionary.DependsOnPixelRepresentation(header.Tag) && IsSigned())
            return VR.SS;
        return header.VR;
    }

    // Of this data set, or of the nearest one around it that says.
    private bool IsSigned()
    {
        for (var depth = _depth; depth >= 0; depth--)
        {
            if (_frames[depth].IsSigned is { } isSigned)
                return isSigned;
        }

        return false;
    }
}
