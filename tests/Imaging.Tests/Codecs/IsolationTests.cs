using System.Diagnostics;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Imaging.Codecs;
using ImagingGateway.Imaging.Codecs.Isolation;

namespace ImagingGateway.Imaging.Tests.Codecs;

/// <summary>What ends a decoder ends its process, not this one.</summary>
public sealed class IsolationTests
{
    private static readonly TransferSyntax Jpeg2000 = TransferSyntax.Of(new Uid("1.2.840.10008.1.2.4.90"));
    private static readonly TransferSyntax HtJ2k = TransferSyntax.Of(new Uid("1.2.840.10008.1.2.4.202"));
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly DecodedFrame Picture = Pictures.Fill(Pictures.Grey(48, 64, 16, 12));

    [Fact]
    public void A_frame_that_aborts_its_decoder_is_refused_and_the_next_is_decoded()
    {
        // Debian's OpenJPEG 2.5.0 asserts that no marker stands where the bytes of an HT code block begin
        var good = FrameEncoder.Encode(Picture, HtJ2k);
        var faults = CodecLibraries.DecoderFaults;
        for (var at = good.Bytes.Length / 2; at < good.Bytes.Length - 8 && CodecLibraries.DecoderFaults == faults; at++)
        {
            var damaged = good.Bytes.ToArray();
            damaged.AsSpan(at, 6).Fill(0xFF);
            try
            {
                FrameDecoder.Decode(good.Description, damaged, HtJ2k);
            }
            catch (UndecodableFrameException refusal)
            {
                Assert.StartsWith("The image cannot be shown: ", refusal.Message, StringComparison.Ordinal);
            }
        }

        Assert.True(CodecLibraries.DecoderFaults > faults, "no damage made the decoder abort: the test proves nothing");
        Assert.Equal(Picture.Samples.ToArray(), FrameDecoder.Decode(good.Description, good.Bytes, HtJ2k).Samples.ToArray());
    }

    [Fact]
    public void A_decoder_that_takes_too_long_is_ended()
    {
        var large = FrameEncoder.Encode(Pictures.Fill(Pictures.Grey(2048, 2048, 16, 16)), Jpeg2000);
        var request = new DecoderMessages.Request(Jpeg2000.Uid.Value, large.Description, new FrameSource(), large.Bytes);
        Parallel.For(0, 4 * Environment.ProcessorCount, _ => DecoderProcesses.Decode(request, Patience)); // now several wait that have decoded
        var told = new List<DecoderFault>();
        CodecLibraries.DecoderFaulted += Note;
        UndecodableFrameException? refusal = null;
        for (var attempt = 0; attempt < 100 && refusal is null; attempt++) // where the machine is busy, the deadline may come after the answer
        {
            lock (told)
                told.Clear();
            refusal = (UndecodableFrameException?)Record.Exception(() => DecoderProcesses.Decode(request, TimeSpan.FromMilliseconds(1)));
        }

        CodecLibraries.DecoderFaulted -= Note;
        Assert.Contains("Ask for the image to be sent again", refusal?.Message, StringComparison.Ordinal);
        Assert.All(told, fault => Assert.Equal((Jpeg2000.Uid.Value, 2048), (fault.Syntax, fault.Columns)));
        Assert.InRange(told.Count(fault => fault.Message.StartsWith("The decoding process ended with 137", StringComparison.Ordinal)), 1, 2); // one that had decoded before, and a new one
        Assert.Equal(large.Description.FrameLength, DecoderProcesses.Decode(request, Patience).Samples.Length);

        void Note(object? sender, DecoderFault fault)
        {
            lock (told)
            {
                if (fault.Rows == 2048) // other tests make decoders fail at the same time
                    told.Add(fault);
            }
        }
    }

    [Fact]
    public void A_process_that_is_killed_or_stands_still_is_an_error_of_that_process_alone()
    {
        var request = Request();
        using (var killed = Used(request))
        {
            Signal(killed, "-KILL");
            Assert.Throws<IOException>(() => killed.Decode(request, Patience));
        }

        using var stopped = Used(request);
        Signal(stopped, "-STOP");
        Assert.Throws<IOException>(() => stopped.Decode(request, TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void The_process_has_limits_and_knows_no_settings()
    {
        using var process = Used(Request());
        var limits = File.ReadAllLines($"/proc/{process.Id}/limits");
        Assert.Equal("0", Soft("Max core file size"));
        Assert.Equal("0", Soft("Max file size"));
        Assert.InRange(long.Parse(Soft("Max data size"), System.Globalization.CultureInfo.InvariantCulture), 1 << 20, 8L << 30);
        Assert.InRange(long.Parse(Soft("Max cpu time"), System.Globalization.CultureInfo.InvariantCulture), 1, 600);
        var environment = File.ReadAllText($"/proc/{process.Id}/environ").Split('\0', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(environment, setting => Assert.True(setting.StartsWith("DOTNET_", StringComparison.Ordinal) || setting.StartsWith("LD_LIBRARY_PATH=", StringComparison.Ordinal), setting));
        string Soft(string name) => Array.Find(limits, line => line.StartsWith(name, StringComparison.Ordinal))![26..].TrimStart().Split(' ')[0];
    }

    [Fact]
    public void An_answer_of_another_size_is_not_believed()
    {
        var request = Request();
        using var answer = new MemoryStream();
        DecoderMessages.WriteAnswer(answer, Pictures.Fill(Pictures.Grey(48, 65, 16, 12)));
        answer.Position = 0;
        Assert.Throws<InvalidDataException>(() => DecoderMessages.ReadAnswer(answer, request));
    }

    private static DecoderMessages.Request Request()
    {
        var coded = FrameEncoder.Encode(Picture, Jpeg2000);
        return new DecoderMessages.Request(Jpeg2000.Uid.Value, coded.Description, new FrameSource(), coded.Bytes);
    }

    private static DecoderProcess Used(DecoderMessages.Request request)
    {
        var process = DecoderProcess.Start();
        Assert.Equal(Picture.Samples.ToArray(), process.Decode(request, Patience).Samples.ToArray());
        return process;
    }

    private static void Signal(DecoderProcess process, string signal)
    {
        using var kill = Process.Start("kill", [signal, $"{process.Id}"]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }
}
