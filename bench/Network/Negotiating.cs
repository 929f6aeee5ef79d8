using System.Buffers;
using BenchmarkDotNet.Attributes;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.UpperLayer;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Bench.Network;

/// <summary>An A-ASSOCIATE-RQ with 128 presentation contexts of four transfer syntaxes each: the largest a modality sends.</summary>
[MemoryDiagnoser]
public class Negotiating
{
    private static readonly Uid[] Syntaxes = [new("1.2.840.10008.1.2.1"), new("1.2.840.10008.1.2"), new("1.2.840.10008.1.2.4.70"), new("1.2.840.10008.1.2.4.90")];
    private AssociateRequest _request = null!;
    private byte[] _bytes = [];

    [GlobalSetup]
    public void Setup()
    {
        _request = new AssociateRequest(
            1, AETitle.Parse("GATEWAY"), AETitle.Parse("MODALITY"), AssociateRequest.DicomApplicationContext,
            [.. Enumerable.Range(0, 128).Select(number => new PresentationContextProposal((byte)((2 * number) + 1), Uids.CTImageStorage, Syntaxes))],
            new UserInformation(131072, new Uid("1.2.3.4"), "BENCH"));
        _bytes = Write();
    }

    [Benchmark]
    public byte[] Write()
    {
        var output = new ArrayBufferWriter<byte>(64 << 10);
        PduWriter.Write(output, _request);
        return output.WrittenSpan.ToArray();
    }

    [Benchmark]
    public Pdu? Read()
    {
        var buffer = new ReadOnlySequence<byte>(_bytes);
        return PduReader.TryRead(ref buffer, out var pdu) ? pdu : null;
    }
}
