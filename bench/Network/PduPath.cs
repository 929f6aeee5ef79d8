using System.Buffers;
using System.IO.Pipelines;
using BenchmarkDotNet.Attributes;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Dimse;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Bench.Network;

/// <summary>
/// One C-STORE message of 4 MiB in memory: framed into P-DATA-TF PDUs, and taken apart again to its data set. Bytes per second is
/// 4,194,304 divided by the mean; 2 GB/s is 2.1 ms.
/// </summary>
[MemoryDiagnoser]
public class PduPath
{
    private const int Length = 4 << 20;
    private static readonly CStoreRequest Request = new(1, Uids.CTImageStorage, new Uid("1.2.3.4.5"), Priority.Medium);

    private readonly byte[] _dataSet = new byte[Length];
    private readonly NowhereWriter _nowhere = new();
    private byte[] _message = [];

    /// <summary>Longest P-DATA-TF body, in bytes.</summary>
    [Params(16 << 10, 128 << 10)]
    public uint Pdu { get; set; }

    [GlobalSetup]
    public async Task Setup()
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
        await new MessageWriter(pipe.Writer, Pdu).SendAsync(1, Request, _dataSet);
        await pipe.Writer.CompleteAsync();
        _message = (await pipe.Reader.ReadAtLeastAsync(int.MaxValue / 2)).Buffer.ToArray();
    }

    [Benchmark]
    public ValueTask Frame() => new MessageWriter(_nowhere, Pdu).SendAsync(1, Request, _dataSet);

    [Benchmark]
    public async ValueTask FrameFromStream()
    {
        using var source = new MemoryStream(_dataSet);
        await new MessageWriter(_nowhere, Pdu).SendAsync(1, Request, source, Length);
    }

    /// <summary>Everything has arrived: the transport shows it in one piece.</summary>
    [Benchmark]
    public Task<long> Reassemble() => ReadAsync(PipeReader.Create(new ReadOnlySequence<byte>(_message)));

    /// <summary>It arrives in pieces of 64 KiB, which costs one copy.</summary>
    [Benchmark]
    public Task<long> ReassembleFromStream() =>
        ReadAsync(PipeReader.Create(new MemoryStream(_message), new StreamPipeReaderOptions(bufferSize: 64 << 10, minimumReadSize: 16 << 10)));

    private static async Task<long> ReadAsync(PipeReader transport)
    {
        var reader = new MessageReader(transport, 1 << 20);
        await reader.ReceiveAsync();
        var count = 0L;
        while (true)
        {
            var read = await reader.DataSet.ReadAsync();
            count += read.Buffer.Length;
            reader.DataSet.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
                return count == Length ? count : throw new InvalidOperationException($"{count} bytes came out.");
        }
    }
}
