using ImagingGateway.Imaging.Codecs;

namespace ImagingGateway.Transcoding;

/// <summary>Planar configuration 1: all samples of a colour together (PS3.3 C.7.6.3.1.3).</summary>
internal static class SamplePlanes
{
    public static ReadOnlyMemory<byte> Separate(DecodedFrame frame)
    {
        var samples = frame.Samples.Span;
        var planes = frame.Description.SamplesPerPixel;
        var size = frame.Description.BitsAllocated / 8;
        if (planes <= 1 || size == 0)
            return frame.Samples;
        var count = samples.Length / (planes * size);
        var separated = new byte[samples.Length];
        for (var plane = 0; plane < planes; plane++)
        {
            var target = separated.AsSpan(plane * count * size, count * size);
            for (var pixel = 0; pixel < count; pixel++)
                samples.Slice(((pixel * planes) + plane) * size, size).CopyTo(target[(pixel * size)..]);
        }

        return separated;
    }
}
