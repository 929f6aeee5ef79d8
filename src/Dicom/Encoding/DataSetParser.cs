using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.Encoding;

/// <summary>
/// The one engine behind every reader: takes the plain (not deflated) bytes of a data set in pieces of any length and
/// builds the tree. It never recurses and never trusts a length before the bytes are there.
/// </summary>
internal sealed partial class DataSetParser
{
    /// <summary>Text values of VRs that DICOM JSON cannot put behind a URI stay in memory up to this length (PS3.18 F.2.2).</summary>
    private const int MaxInlineText = 0xFFFF;

    private readonly DataSetParserOptions _options;
    private readonly ValueArena _arena;
    private HeaderBytes _carry;
    private readonly Tag _stopBefore;
    private readonly bool _hasBigEndianPixels; // in a little endian data set
    private DeviationList? _deviations;
    private ElementCoding _coding;
    private int _carried;
    private bool _isSniffed;
    private State _state;
    private long _position;
    private int _elementCount;

    // The value being collected or skipped.
    private Tag _tag;
    private VR _vr;
    private long _valueStart;
    private long _remaining;
    private ArraySegment<byte> _value; // grows to its length while it arrives
    private int _valueLength;

    // The whole data set when it is in memory: values are then slices of it.
    private ArraySegment<byte> _backing;
    private bool _hasBacking;

    private enum State : byte
    {
        Header,
        Value,
        Skip,
        OffsetTable,
        Stopped,
    }

    public DataSetParser(TransferSyntax syntax, DataSetParserOptions options)
    {
        _options = options;
        _coding = ElementCoding.Of(syntax);
        _isEncapsulatedSyntax = syntax.IsEncapsulated;
        _hasBigEndianPixels = syntax == TransferSyntax.PrivateGEImplicitBigEndianPixels;
        _stopBefore = options.StopBefore ?? new Tag(uint.MaxValue);
        _arena = new ValueArena(options.Limits.MaxInlineBytes);
        Root = new DataSet(options.ExpectedElements);
        _frames[0] = new Frame { Kind = FrameKind.DataSet, End = long.MaxValue, DataSet = Root, Coding = _coding };
        _depth = 0;
    }

    public DataSet Root { get; }

    public DeviationList Deviations => _deviations ??= new DeviationList();

    /// <summary>What <see cref="Deviations"/> holds; empty in a data set as it should be, for which no list is made.</summary>
    public IReadOnlyList<Deviation> Found => _deviations?.All ?? [];

    /// <summary>The element to stop before was met.</summary>
    public bool IsStopped { get; private set; }

    /// <summary>Bytes taken so far.</summary>
    public long Position => _position + _carried;

    /// <summary>The data set ended inside an element.</summary>
    public bool IsTruncated { get; private set; }

    /// <summary>It ended inside a header or value, not merely before the length of a sequence was used up.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Parses a data set that is wholly in memory, without copying values.</summary>
    public void PushWhole(ReadOnlyMemory<byte> bytes)
    {
        _hasBacking = MemoryMarshal.TryGetArray(bytes, out _backing);
        Push(bytes.Span);
    }

    public void Push(ReadOnlySpan<byte> bytes)
    {
        while (true)
        {
            switch (_state)
            {
                case State.Header:
                    CloseFinished();
                    if (bytes.IsEmpty || !TakeHeader(ref bytes))
                        return;
                    break;
                case State.Value:
                    if (bytes.IsEmpty || !TakeValue(ref bytes))
                        return;
                    break;
                case State.Skip:
                    if (bytes.IsEmpty || !SkipValue(ref bytes))
                        return;
                    break;
                case State.OffsetTable:
                    if (bytes.IsEmpty || !TakeOffsetTable(ref bytes))
                        return;
                    break;
                default:
                    _position += bytes.Length;
                    return;
            }
        }
    }

    /// <summary>The data set ended: closes what is open and puts everything in order.</summary>
    public void Complete()
    {
        if (_carried > 0 && _state == State.Header)
            EndInHeader();
        else if (_state is State.Value or State.Skip or State.OffsetTable)
            EndInValue();
        _state = State.Stopped;
        while (_depth > 0)
        {
            ref var top = ref _frames[_depth];
            if (top.End != Frame.Undefined && top.End > _position)
                IsTruncated = true;
            Deviations.Add(_position, top.Tag, "PS3.5 7.5", "the data set ends before this sequence or item does");
            Pop();
        }

        if (!Root.Settle())
            Deviations.Add(0, default, "PS3.5 7.1", "elements out of order or repeated");
    }

    private bool TakeHeader(ref ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> window = bytes;
        if (_carried > 0)
        {
            var added = Math.Min(bytes.Length, ElementHeader.MaxSize - _carried);
            bytes[..added].CopyTo(_carry[_carried..]);
            window = _carry[..(_carried + added)];
        }

        if (!_isSniffed && window.Length >= SyntaxSniffer.BytesNeeded)
            Sniff(window);
        while (ElementHeaderReader.TryRead(window, _frames[_depth].Coding, out var header))
        {
            if (Begin(header, window))
                return Advance(ref bytes, window, header.Size);
            // What was open is closed; the header belongs to what is around it, unless it was no header at all.
            if (_state != State.Header)
                return Advance(ref bytes, window, 0);
        }

        window[_carried..].CopyTo(_carry[_carried..]);
        _carried = window.Length;
        bytes = default;
        return false;
    }

    // Goes on after so many bytes of the window, the beginning of which may have been carried over from the last piece.
    private bool Advance(ref ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> window, int consumed)
    {
        var carried = _carried;
        _carried = 0;
        if (consumed >= carried)
        {
            bytes = bytes[(consumed - carried)..];
            return true;
        }

        Span<byte> held = stackalloc byte[ElementHeader.MaxSize];
        window[consumed..carried].CopyTo(held);
        Push(held[..(carried - consumed)]);
        return true;
    }

    private void Sniff(ReadOnlySpan<byte> window)
    {
        _isSniffed = true;
        var found = SyntaxSniffer.Coding(window, _coding);
        if (found == _coding)
            return;
        _coding = found;
        _frames[0].Coding = found;
        Deviations.Add(0, default, "PS3.10 7.1", "the data set is not coded as its transfer syntax says");
    }

    // True when the value is complete.
    private bool TakeValue(ref ReadOnlySpan<byte> bytes)
    {
        var count = (int)Math.Min(_remaining, bytes.Length);
        var taken = _valueLength - (int)_remaining;
        if (taken + count > _value.Count)
        {
            var larger = GC.AllocateUninitializedArray<byte>((int)Math.Min(_valueLength, Math.Max(taken + count, _value.Count * 2L)));
            _value.AsSpan(0, taken).CopyTo(larger);
            _value = larger;
        }

        bytes[..count].CopyTo(_value.AsSpan(taken));
        bytes = bytes[count..];
        _position += count;
        _remaining -= count;
        if (_remaining > 0)
            return false;
        _state = State.Header;
        FinishValue(_value);
        return true;
    }

    private bool SkipValue(ref ReadOnlySpan<byte> bytes)
    {
        var count = (int)Math.Min(_remaining, bytes.Length);
        if (_isInPixelData)
        {
            _options.PixelDataSink?.Invoke(bytes[..count]);
            if (_position - _valueStart < 2)
                NoteFirstBytes(bytes[..count]);
        }

        bytes = bytes[count..];
        _position += count;
        _remaining -= count;
        if (_remaining > 0)
            return false;
        _state = State.Header;
        FinishSkip(_position - _valueStart);
        return true;
    }

    private void EndInHeader()
    {
        ReadOnlySpan<byte> rest = _carry[.._carried];
        if (rest.IndexOfAnyExcept((byte)0) < 0 && _depth == 0)
            Deviations.Add(_position, default, "PS3.5 7.1", "zero bytes after the data set");
        else if (_depth == 0 && _hasPixelData)
            Deviations.Add(_position, default, "PS3.5 7.1", "bytes after the data set that are no element");
        else
            IsTruncated = IsCut = true;
        _position += _carried;
        _carried = 0;
    }

    private void EndInValue()
    {
        IsTruncated = IsCut = true;
        Deviations.Add(_position, _tag, "PS3.5 7.1", "the data set ends inside this value");
        if (_state == State.Skip)
            FinishSkip(_position - _valueStart);
        else if (_state == State.OffsetTable)
            FinishOffsetTable();
    }

    /// <summary>The beginning of a header whose end has not come yet.</summary>
    [InlineArray(ElementHeader.MaxSize)]
    private struct HeaderBytes
    {
        private byte _first;
    }

    private MalformedDataSetException Malformed(string message, Tag? tag = null) =>
        new($"{message} (byte {_position}{(tag is { } known ? $", element {known}" : string.Empty)}).", _position, tag);
}
