using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.Encoding;

/// <content>What is open: the data set, its sequences, their items, an encapsulated value.</content>
internal sealed partial class DataSetParser
{
    private Frame[] _frames = new Frame[2];
    private int _depth;

    private enum FrameKind : byte
    {
        DataSet,
        Sequence,
        Fragments,
    }

    private struct Frame
    {
        public const long Undefined = -1;

        public FrameKind Kind;
        public bool IsItem;

        /// <summary>What Pixel Representation says in this data set, once it was read.</summary>
        public bool? IsSigned;
        public ElementCoding Coding;

        /// <summary>Position after the last byte, or <see cref="Undefined"/>.</summary>
        public long End;

        /// <summary>The element or, for an item, the sequence it is in.</summary>
        public Tag Tag;

        public DataSet? DataSet;
        public Sequence? Sequence;
    }

    private void Push(Frame frame)
    {
        // Each level of nesting takes two frames: the sequence and its item.
        if (_depth + 1 > _options.Limits.MaxDepth * 2)
            throw Malformed($"Sequences are nested more than {_options.Limits.MaxDepth} deep", frame.Tag);
        if (++_depth == _frames.Length)
            Array.Resize(ref _frames, _frames.Length * 2);
        _frames[_depth] = frame;
    }

    /// <summary>Closes what ends at this position.</summary>
    private void CloseFinished()
    {
        while (_depth > 0 && _frames[_depth].End != Frame.Undefined && _position >= _frames[_depth].End)
        {
            if (_position > _frames[_depth].End)
                Deviations.Add(_position, _frames[_depth].Tag, "PS3.5 7.5", "content is longer than the length of its sequence or item");
            Pop();
        }
    }

    private void Pop()
    {
        ref var frame = ref _frames[_depth];
        if (frame.Kind == FrameKind.Fragments)
            FinishFragments();
        else if (frame.IsItem && !frame.DataSet!.Settle())
            Deviations.Add(_position, frame.Tag, "PS3.5 7.1", "elements of an item out of order or repeated");
        frame = default;
        _depth--;
    }

    private void Count(Tag tag)
    {
        if (++_elementCount > _options.Limits.MaxElements)
            throw Malformed($"The data set has more than {_options.Limits.MaxElements} elements", tag);
    }
}
