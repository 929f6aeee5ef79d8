using System.Buffers;

namespace ImagingGateway.Dicom.Dimse;

/// <summary>A run of payload inside the transport's buffer, with the way back to it.</summary>
internal sealed class FragmentSegment : ReadOnlySequenceSegment<byte>
{
    /// <summary>Where the run starts in the transport's sequence.</summary>
    public SequencePosition Start { get; private set; }

    /// <summary>The nesting at the start of the run.</summary>
    public FragmentCursor Cursor { get; private set; }

    public void Reset(ReadOnlyMemory<byte> memory, long runningIndex, SequencePosition start, FragmentCursor cursor)
    {
        Memory = memory;
        RunningIndex = runningIndex;
        Next = null;
        Start = start;
        Cursor = cursor;
    }

    public void Link(FragmentSegment next) => Next = next;
}
