using System.Buffers;
using ImagingGateway.Imaging.Codecs.Interop;
using ImagingGateway.Imaging.Codecs.Jpeg2000;

namespace ImagingGateway.Imaging.Codecs.HtJ2k;

/// <summary>Writes HTJ2K Lossless RPCL (PS3.5 8.2.14, 10.18) through OpenJPH; what it writes is also valid as HTJ2K Lossless and HTJ2K.</summary>
/// <param name="onlyWhenIdle">Nobody waits: the processors do it while they have nothing else to do.</param>
internal sealed unsafe class HtJ2kEncoder(bool onlyWhenIdle = false) : IFrameEncoder
{
    /// <summary>The base resolution must not be larger than this in one direction (PS3.5 10.18).</summary>
    private const int BaseSide = 64;

    private const int UsualLevels = 5;

    /// <summary>
    /// Few, whatever thread asks: the shared pool keeps one for each thread that ever coded a frame, and they are large. The largest are not kept at all,
    /// and the others no longer than until the collector looks at the whole heap while no frame is written.
    /// </summary>
    private static readonly WeakReference<ArrayPool<byte>> Kept = new(null!);

    private static readonly HtJ2kEncoder WhenIdle = new(onlyWhenIdle: true);

    public NativeLibraryFile? Library => NativeLibraries.OpenJph;

    public IFrameEncoder Ahead => WhenIdle;

    public EncodedFrame Encode(DecodedFrame frame, int quality)
    {
        var samples = WaveletSamples.Of(frame, "HTJ2K");
        var d = frame.Description;
        var image = new OpenJphImage
        {
            Width = (uint)d.Columns,
            Height = (uint)d.Rows,
            Components = (uint)d.SamplesPerPixel,
            Bits = (uint)samples.Bits,
            IsSigned = d.IsSigned ? 1u : 0,
            SampleBytes = (uint)d.BitsAllocated / 8,
            IsRgb = samples.IsRgb ? 1u : 0,
        };
        var buffers = Buffers();
        var buffer = buffers.Rent(checked((int)((d.FrameLength * 2) + (1 << 16)))); // noise grows by an eighth at most
        try
        {
            nuint length;
            fixed (byte* from = samples.Bytes, to = buffer)
            {
                var result = OpenJph.Encode(&image, (uint)Levels(d.Columns, d.Rows), from, (nuint)d.FrameLength, onlyWhenIdle ? 1u : 0, to, (nuint)buffer.Length, &length);
                if (result != OpenJph.Done)
                    throw FrameLimits.Broken($"the HTJ2K frame could not be written (error {result})");
            }

            var codestream = buffer.AsSpan(0, (int)length);
            var layout = HtJ2kLayout.Read(codestream) ?? throw new NotSupportedException($"A frame of {d.Columns} x {d.Rows} pixels is not written as HTJ2K.");
            var (bytes, prefixes) = TilePartWriter.Rewrite(codestream, layout);
            return new EncodedFrame(samples.Description, bytes) { Prefixes = prefixes };
        }
        finally
        {
            buffers.Return(buffer);
        }
    }

    private static ArrayPool<byte> Buffers()
    {
        if (!Kept.TryGetTarget(out var buffers))
            Kept.SetTarget(buffers = ArrayPool<byte>.Create(maxArrayLength: 32 << 20, maxArraysPerBucket: 2));
        return buffers;
    }

    private static int Levels(int columns, int rows)
    {
        var (side, levels) = (Math.Min(columns, rows), UsualLevels);
        while (side > BaseSide << levels)
            levels++;
        while (levels > 0 && side >> levels == 0)
            levels--;
        return levels;
    }
}
