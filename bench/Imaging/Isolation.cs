using System.Diagnostics;
using System.Globalization;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Imaging.Codecs;

namespace ImagingGateway.Bench.Imaging;

/// <summary>What it costs that native decoders run in a process of their own: the same frame both ways, in turns.</summary>
internal static class Isolation
{
    public static void Print(int rounds)
    {
        foreach (var (name, uid, frame) in new[]
        {
            ("JPEG 2000, CT 512x512x16", "1.2.840.10008.1.2.4.90", CtSlice.Frame),
            ("JPEG-LS, CT 512x512x16", "1.2.840.10008.1.2.4.80", CtSlice.Frame),
            ("JPEG baseline, 512x512x8", "1.2.840.10008.1.2.4.50", EightBit()),
        })
        {
            var syntax = TransferSyntax.Of(new Uid(uid));
            var coded = FrameEncoder.Encode(frame, syntax);
            var (here, there) = (new double[rounds], new double[rounds]);
            for (var round = 0; round < rounds; round++)
            {
                here[round] = Time(() => FrameDecoder.Decode(coded.Description, coded.Bytes, syntax, new FrameSource { IsOwnEncoding = true }));
                there[round] = Time(() => FrameDecoder.Decode(coded.Description, coded.Bytes, syntax));
            }

            Array.Sort(here);
            Array.Sort(there);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{name}: in this process {here[rounds / 2]:F2} ms (best {here[0]:F2}), in its own {there[rounds / 2]:F2} ms (best {there[0]:F2}), with start {there[^1]:F0} ms"));
        }
    }

    private static DecodedFrame EightBit()
    {
        var d = CtSlice.Frame.Description with { BitsAllocated = 8, BitsStored = 8, HighBit = 7, IsSigned = false };
        var samples = new byte[d.FrameLength];
        for (var i = 0; i < samples.Length; i++)
            samples[i] = CtSlice.Frame.Samples.Span[(i * 2) + 1];
        return new DecodedFrame(d, samples);
    }

    private static double Time(Func<object> work)
    {
        var start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
