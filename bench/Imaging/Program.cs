using System.Diagnostics;
using System.Globalization;
using BenchmarkDotNet.Running;
using ImagingGateway.Bench.Imaging;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Imaging.Codecs;

// imaging-bench raw FILE        writes the CT slice's samples, for native/bench
// imaging-bench htj2k ROUNDS    best of the rounds, the counterpart of native/bench
// imaging-bench isolation ROUNDS   medians of decoding in this process and in one of its own, frame by frame in turns
// imaging-bench window ROUNDS   best and mean of the rounds: window and JPEG together, and the coding alone
// imaging-bench [BenchmarkDotNet's arguments]
switch (args)
{
    case ["raw", var file]:
        File.WriteAllBytes(file, CtSlice.Frame.Samples.ToArray());
        break;
    case ["htj2k", var rounds]:
        var syntax = TransferSyntax.Of(new Uid("1.2.840.10008.1.2.4.202"));
        var coded = FrameEncoder.Encode(CtSlice.Frame, syntax);
        var count = int.Parse(rounds, CultureInfo.InvariantCulture);
        var encode = Best(count, () => FrameEncoder.Encode(CtSlice.Frame, syntax));
        var decode = Best(count, () => FrameDecoder.Decode(coded.Description, coded.Bytes, syntax, new FrameSource { IsOwnEncoding = true }));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"encode {encode:F3} ms, decode {decode:F3} ms"));
        break;
    case ["isolation", var rounds]:
        Isolation.Print(int.Parse(rounds, CultureInfo.InvariantCulture));
        break;
    case ["window", var rounds]:
        var windowed = new WindowAndJpeg();
        var times = int.Parse(rounds, CultureInfo.InvariantCulture);
        Console.WriteLine($"window + JPEG {Spread(times, windowed.Render)}, the coding alone {Spread(times, windowed.Code)}");
        break;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(FrameCoding).Assembly).Run(args);
        break;
}

static double Best(int rounds, Func<object> work) => Times(rounds, work).Min();

static string Spread(int rounds, Func<object> work)
{
    Times(100, work); // compiled and warm
    var times = Times(rounds, work);
    return string.Create(CultureInfo.InvariantCulture, $"best {times.Min():F3}, median {times.Order().ElementAt(rounds / 2):F3}, mean {times.Average():F3} ms");
}

static double[] Times(int rounds, Func<object> work)
{
    var times = new double[rounds];
    for (var round = 0; round < rounds; round++)
    {
        var start = Stopwatch.GetTimestamp();
        work();
        times[round] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    return times;
}
