using ImagingGateway.Imaging.Codecs;

namespace ImagingGateway.Imaging.Rendering.Grey;

/// <summary>Packed 1-bit samples (segmentations, scanned paper) become one byte each.</summary>
internal static class OneBit
{
    /// <summary>The frame with 8 allocated bits and values 0 and 1; any other frame as it is.</summary>
    public static DecodedFrame Expand(DecodedFrame frame)
    {
        var d = frame.Description;
        if (d.BitsAllocated != 1)
            return frame;
        var packed = frame.Samples.Span;
        var samples = new byte[FrameLimits.SampleCount(d)];
        for (var i = 0; i < samples.Length; i++)
            samples[i] = (byte)((packed[i >> 3] >> (i & 7)) & 1);
        return new DecodedFrame(d with { BitsAllocated = 8, BitsStored = 1, HighBit = 0 }, samples);
    }
}
