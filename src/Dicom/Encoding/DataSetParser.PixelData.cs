using System.Runtime.InteropServices;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.Encoding;

/// <content>Pixel data and encapsulated values (PS3.5 8 and A.4).</content>
internal sealed partial class DataSetParser
{
    private const int MaxOffsetTable = 8 << 20;
    private const int FirstTableBuffer = 4096;

    private readonly bool _isEncapsulatedSyntax;
    private bool _isInPixelData;
    private bool _hasPixelData;
    private uint? _sliceLength;

    // The encapsulated value being read; there is only one at a time.
    private bool _hasOffsetTable;
    private byte[] _table = [];
    private int _tableLength;
    private List<ByteRange>? _ranges;
    private List<bool>? _starts;
    private ushort _firstBytes;
    private Fragments? _fragments;
    private long _fragmentsStart;
    private long _fragmentsEnd;
    private uint _definedLength;
    private int _fragmentCount;
    private VR _fragmentsVr;

    /// <summary>The first pixel data at the top level; null until it was read.</summary>
    public PixelDataLayout? PixelData { get; private set; }

    private static bool IsPixelData(Tag tag) => tag == Tags.PixelData || tag == Tags.FloatPixelData || tag == Tags.DoubleFloatPixelData;

    // Needed to find frames, so never left where they are.
    private static bool IsExtendedOffsetTable(Tag tag) => tag == Tags.ExtendedOffsetTable || tag == Tags.ExtendedOffsetTableLengths;

    // True when something other than a plain value begins.
    private bool BeginPixelData(uint length)
    {
        EnterPixelData();
        if (_isEncapsulatedSyntax && _tag == Tags.PixelData && length >= 8)
        {
            // Some writers put the fragments under a defined length; the first header tells (BeginInFragments).
            _definedLength = length;
            BeginFragments(_position + length, _frames[_depth].Coding);
            return true;
        }

        if (_hasBacking)
        {
            PixelData ??= new PixelDataLayout(_position, Math.Min(length, _backing.Count - _position), false, [], []);
            return false;
        }

        Skip(length);
        return true;
    }

    // Of several pixel data elements the first counts.
    private void EnterPixelData()
    {
        _isInPixelData = !_hasPixelData;
        _hasPixelData = true;
    }

    private void BeginFragments(long end, ElementCoding coding)
    {
        _hasOffsetTable = false;
        _tableLength = 0;
        _ranges = _isInPixelData ? [] : null;
        _starts = _isInPixelData ? [] : null;
        _fragments = null;
        _fragmentsVr = _vr;
        _fragmentsStart = _position;
        _fragmentsEnd = _position;
        Push(new Frame { Kind = FrameKind.Fragments, Tag = _tag, End = end, Coding = coding });
    }

    private bool BeginInFragments(in ElementHeader header, ReadOnlySpan<byte> window)
    {
        ref var frame = ref _frames[_depth];
        if (header.Tag == Item && !header.IsUndefinedLength)
        {
            if (frame.End != Frame.Undefined && !_hasOffsetTable)
                Deviations.Add(_position, frame.Tag, "PS3.5 A.4", "fragments under a defined length");
            if (_isInPixelData)
                _options.PixelDataSink?.Invoke(window[..header.Size]);
            _position += header.Size;
            _valueStart = _position;
            if (_hasOffsetTable)
                BeginFragment(header.Length);
            else
                BeginOffsetTable(header.Length);
            return true;
        }

        if (frame.End != Frame.Undefined && !_hasOffsetTable)
        {
            BecomeNative();
            return false;
        }

        if (header.Tag == SequenceDelimiter)
        {
            _position += header.Size;
            if (frame.End == Frame.Undefined)
                Pop();
            return true;
        }

        if (!_hasOffsetTable && header.Tag.Group != 0xFFFE)
            throw Malformed("An encapsulated value does not begin with an item", frame.Tag);
        if (header.Tag.Group == 0xFFFE)
            throw Malformed("An encapsulated value holds an item that cannot be read", frame.Tag);
        Deviations.Add(_position, frame.Tag, "PS3.5 A.4", "sequence delimiter missing after the fragments");
        Pop();
        return false;
    }

    // Defined length and no items: the value is native although the syntax is encapsulated.
    private void BecomeNative()
    {
        var tag = _frames[_depth].Tag;
        _frames[_depth] = default;
        _depth--;
        Deviations.Add(_position, tag, "PS3.5 A.4", "native pixel data in a syntax for encapsulated pixel data");
        _valueStart = _position;
        if (!_hasBacking)
        {
            Skip(_definedLength);
            return;
        }

        PixelData ??= new PixelDataLayout(_position, Math.Min(_definedLength, _backing.Count - _position), false, [], []);
        SliceValue(_definedLength);
    }

    // The first item is the basic offset table, mostly empty.
    private void BeginOffsetTable(uint length)
    {
        _hasOffsetTable = true;
        _tableLength = 0;
        _remaining = length;
        _state = State.OffsetTable;
        if (length > MaxOffsetTable)
            Deviations.Add(_position, _frames[_depth].Tag, "PS3.5 A.4", "offset table too long to be one, ignored");
        if (length == 0)
            FinishOffsetTable();
    }

    // True when the table is complete.
    private bool TakeOffsetTable(ref ReadOnlySpan<byte> bytes)
    {
        var count = (int)Math.Min(_remaining, bytes.Length);
        if (_isInPixelData)
            _options.PixelDataSink?.Invoke(bytes[..count]);
        if (_tableLength + count <= MaxOffsetTable)
        {
            // Grows with the bytes that came, not with the length that was promised.
            if (_tableLength + count > _table.Length)
                Array.Resize(ref _table, Math.Max(Math.Max(FirstTableBuffer, _table.Length * 2), _tableLength + count));
            bytes[..count].CopyTo(_table.AsSpan(_tableLength));
            _tableLength += count;
        }

        bytes = bytes[count..];
        _position += count;
        _remaining -= count;
        if (_remaining > 0)
            return false;
        FinishOffsetTable();
        return true;
    }

    private void FinishOffsetTable()
    {
        _state = State.Header;
        _fragmentsEnd = _position;
        if (_position - _valueStart > _tableLength)
            _tableLength = 0;
        if (_hasBacking)
            _fragments = new Fragments { BasicOffsetTable = _table.AsSpan(0, _tableLength).ToArray() };
    }

    private void BeginFragment(uint length)
    {
        if (++_fragmentCount > _options.Limits.MaxFragments)
            throw Malformed($"There are more than {_options.Limits.MaxFragments} fragments", _frames[_depth].Tag);
        if ((length & 1) != 0)
            Deviations.Add(_position, _frames[_depth].Tag, "PS3.5 A.4", "fragment of odd length");
        Skip(length);
    }

    private void FinishFragment(long available)
    {
        _fragmentsEnd = _position;
        _ranges?.Add(new ByteRange(_valueStart, available));
        // SOI (FFD8), SOC (FF4F), the JPEG XL codestream (FF0A); boxed forms do not occur in frames cut into fragments.
        _starts?.Add(available >= 2 && _firstBytes is 0xFFD8 or 0xFF4F or 0xFF0A);
        _fragments?.Add(_backing.Slice((int)_valueStart, (int)available));
    }

    // The beginning of a fragment, which may come in two pieces.
    private void NoteFirstBytes(ReadOnlySpan<byte> bytes)
    {
        var seen = _position - _valueStart;
        for (var i = 0; i < bytes.Length && seen + i < 2; i++)
            _firstBytes = (ushort)((_firstBytes << 8) | bytes[i]);
    }

    // Called while the frame of the value is still on top.
    private void FinishFragments()
    {
        var owner = _frames[_depth - 1].DataSet!;
        var (tag, length) = (_frames[_depth].Tag, _fragmentsEnd - _fragmentsStart);
        if (_isInPixelData)
        {
            var table = MemoryMarshal.Cast<byte, uint>(_table.AsSpan(0, _tableLength)).ToArray();
            PixelData ??= new PixelDataLayout(_fragmentsStart, length, true, table, _ranges!) { CodestreamStarts = _starts! };
        }

        _isInPixelData = false;
        _ranges = null;
        var vr = _fragmentsVr;
        owner.Append(_hasBacking
            ? new DataElement(tag, vr, _fragments ?? new Fragments())
            : new DataElement(tag, vr, new BulkReference(_fragmentsStart, length, true, false)));
    }

    private void FinishNativePixelData(long available)
    {
        PixelData ??= new PixelDataLayout(_valueStart, available, false, [], []);
        _isInPixelData = false;
    }
}
