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
// imaging-bench window ROUNDS   best of the rounds: window and JPEG together, and the the coding alone
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
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"window + JPEG {Best(times, windowed.Render):F3} ms, the coding alone {Best(times, windowed.Code):F3} ms"));
        break;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(FrameCoding).Assembly).Run(args);
        break;
}

static double Best(int rounds, Func<object> work)
{
    var best = double.MaxValue;
    for (var round = 0; round < rounds; round++)
    {
        var start = Stopwatch.GetTimestamp();
        work();
        best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
    }

    return best;
}
