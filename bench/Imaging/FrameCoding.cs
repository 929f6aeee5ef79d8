using BenchmarkDotNet.Attributes;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Imaging.Codecs;

namespace ImagingGateway.Bench.Imaging;

/// <summary>How long one CT frame takes in and out of each syntax.</summary>
[MemoryDiagnoser]
public class FrameCoding
{
    private TransferSyntax _syntax = null!;
    private EncodedFrame _coded = null!;

    [Params("1.2.840.10008.1.2.5", "1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.202")]
    public string Syntax { get; set; } = string.Empty;

    [GlobalSetup]
    public void Prepare()
    {
        _syntax = TransferSyntax.Of(new Uid(Syntax));
        _coded = FrameEncoder.Encode(CtSlice.Frame, _syntax);
    }

    [Benchmark]
    public EncodedFrame Encode() => FrameEncoder.Encode(CtSlice.Frame, _syntax);

    [Benchmark]
    public DecodedFrame Decode() => FrameDecoder.Decode(_coded.Description, _coded.Bytes, _syntax);

    /// <summary>For HTJ2K: through OpenJPH, which only sees what was coded here.</summary>
    [Benchmark]
    public DecodedFrame DecodeOwn() => FrameDecoder.Decode(_coded.Description, _coded.Bytes, _syntax, new FrameSource { IsOwnEncoding = true });
}
