using System.Buffers;
using ImagingGateway.Imaging.Codecs.Interop;

namespace ImagingGateway.Imaging.Codecs.Jpeg2000;

/// <summary>Writes JPEG 2000 lossless (PS3.5 8.2.4) through OpenJPEG: one layer, 5/3 wavelet, five levels where the image is large enough.</summary>
internal sealed unsafe class Jpeg2000Encoder : IFrameEncoder
{
    private const int MostResolutions = 6;

    public NativeLibraryFile? Library => NativeLibraries.OpenJpeg;

    public EncodedFrame Encode(DecodedFrame frame, int quality)
    {
        var samples = WaveletSamples.Of(frame, "JPEG 2000");
        var d = frame.Description;
        var buffer = ArrayPool<byte>.Shared.Rent(checked((int)((d.FrameLength * 2) + (1 << 16))));
        try
        {
            fixed (byte* to = buffer)
            {
                var sink = new OpjSink(to, buffer.Length);
                Write(&sink, samples, d.Columns, d.Rows);
                var bytes = new byte[sink.Length + (sink.Length & 1)];
                buffer.AsSpan(0, (int)sink.Length).CopyTo(bytes);
                return new EncodedFrame(samples.Description, bytes);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void Write(OpjSink* sink, WaveletSamples samples, int columns, int rows)
    {
        nint codec = 0, stream = 0;
        OpjImage* image = null;
        try
        {
            codec = OpenJpeg.CreateEncoder(OpenJpeg.FormatCodestream);
            stream = OpjSink.Open(sink);
            image = Image(samples, columns, rows);
            var parameters = stackalloc byte[OpenJpeg.EncoderParametersSize];
            OpenJpeg.SetDefaultEncoderParameters(parameters);
            *(int*)(parameters + OpenJpeg.ByRateOffset) = 1;
            *(int*)(parameters + OpenJpeg.LayerCountOffset) = 1;
            *(float*)(parameters + OpenJpeg.RatesOffset) = 0; // everything
            *(int*)(parameters + OpenJpeg.ResolutionCountOffset) = Math.Min(MostResolutions, 1 + int.Log2(Math.Min(columns, rows)));
            parameters[OpenJpeg.TransformOffset] = (byte)(samples.IsRgb ? 1 : 0);
            if (codec == 0 || stream == 0 || image is null || OpenJpeg.SetUpEncoder(codec, parameters, image) == 0
                || OpenJpeg.StartEncoding(codec, image, stream) == 0 || OpenJpeg.Encode(codec, stream) == 0 || OpenJpeg.EndEncoding(codec, stream) == 0)
                throw FrameLimits.Broken($"the JPEG 2000 frame could not be written");
        }
        finally
        {
            if (image is not null)
                OpenJpeg.DestroyImage(image);
            if (stream != 0)
                OpenJpeg.DestroyStream(stream);
            if (codec != 0)
                OpenJpeg.DestroyCodec(codec);
        }
    }

    private static OpjImage* Image(WaveletSamples samples, int columns, int rows)
    {
        var d = samples.Description;
        var components = stackalloc OpjComponentParameters[d.SamplesPerPixel];
        for (var c = 0; c < d.SamplesPerPixel; c++)
        {
            components[c] = new OpjComponentParameters
            {
                XStep = 1, YStep = 1, Width = (uint)columns, Height = (uint)rows, Precision = (uint)samples.Bits, BitsPerPixel = (uint)samples.Bits, IsSigned = d.IsSigned ? 1u : 0,
            };
        }

        var image = OpenJpeg.CreateImage((uint)d.SamplesPerPixel, components, samples.IsRgb ? OpenJpeg.ColourSpaceRgb : OpenJpeg.ColourSpaceGrey);
        if (image is null)
            return null;
        (image->X1, image->Y1) = ((uint)columns, (uint)rows);
        fixed (byte* from = samples.Bytes)
        {
            for (var c = 0; c < d.SamplesPerPixel; c++)
                Widen(from, image->Components[c].Data, columns * rows, c, d.SamplesPerPixel, d.BitsAllocated, d.IsSigned);
        }

        return image;
    }

    private static void Widen(byte* from, int* to, int count, int component, int stride, int bitsAllocated, bool isSigned)
    {
        var at = (long)component;
        for (var i = 0; i < count; i++, at += stride)
        {
            to[i] = bitsAllocated == 8
                ? isSigned ? ((sbyte*)from)[at] : from[at]
                : isSigned ? ((short*)from)[at] : ((ushort*)from)[at];
        }
    }
}
