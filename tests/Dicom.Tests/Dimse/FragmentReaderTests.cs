using System.Buffers;
using System.IO.Pipelines;
using ImagingGateway.Dicom.Dimse;
using ImagingGateway.Dicom.Tests.UpperLayer;
using ImagingGateway.Dicom.UpperLayer;

namespace ImagingGateway.Dicom.Tests.Dimse;

/// <summary>The data set of a message comes out whole however the peer cuts it into fragments, PDUs and packets, and however it is read.</summary>
public sealed class FragmentReaderTests
{
    private static readonly byte[] Payload = [.. Enumerable.Range(0, 1000).Select(i => (byte)(i * 7))];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task SeededCutsComeOutWhole(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 60; round++)
        {
            var bytes = Cut(Payload, random);
            var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
            var reader = new FragmentReader(pipe.Reader, 1 << 20);
            reader.Begin(isCommand: false);
            var write = FeedAsync(pipe.Writer, bytes, random.Next(1, 200));
            Assert.Equal(Payload, await ReadAsync(reader, random));
            Assert.True(reader.HasEnded);
            await write;
        }
    }

    [Fact]
    public async Task OneByteAtATimeComesOutWhole()
    {
        var pipe = new Pipe();
        var reader = new FragmentReader(pipe.Reader, 1 << 20);
        reader.Begin(isCommand: false);
        var write = FeedAsync(pipe.Writer, Cut(Payload, new Random(9)), 1);
        Assert.Equal(Payload, await ReadAsync(reader, new Random(9)));
        await write;
    }

    [Fact]
    public async Task TheNextMessageStaysInThePipe()
    {
        var pipe = new Pipe();
        var reader = new FragmentReader(pipe.Reader, 1 << 20);
        byte[] two = [.. Message(Payload[..10]), .. Message(Payload[10..30])];
        await pipe.Writer.WriteAsync(two);
        foreach (var expected in new[] { Payload[..10], Payload[10..30] })
        {
            reader.Begin(isCommand: false);
            Assert.Equal(expected, await ReadAsync(reader, new Random(1)));
        }
    }

    // A consumer may look at everything, take nothing and look again: it must get the end, not wait for the peer's next message.
    [Fact]
    public async Task LookingAtAllOfAWholeMessageDoesNotWaitForMore()
    {
        var pipe = new Pipe();
        var reader = new FragmentReader(pipe.Reader, 1 << 20);
        reader.Begin(isCommand: false);
        await pipe.Writer.WriteAsync(Message(Payload[..10]));
        var first = await reader.ReadAsync();
        reader.AdvanceTo(first.Buffer.Start, first.Buffer.End);
        var second = await reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));
        Assert.True(second.IsCompleted);
        Assert.Equal(Payload[..10], second.Buffer.ToArray());
        reader.AdvanceTo(second.Buffer.End);
    }

    [Fact]
    public async Task EveryCutConnectionIsAnInterruption()
    {
        var bytes = Message(Payload[..40]);
        for (var length = 0; length < bytes.Length; length++)
        {
            var pipe = new Pipe();
            var reader = new FragmentReader(pipe.Reader, 1 << 20);
            reader.Begin(isCommand: false);
            await pipe.Writer.WriteAsync(bytes.AsMemory(0, length));
            await pipe.Writer.CompleteAsync();
            var cut = await Assert.ThrowsAsync<MessageInterruptedException>(() => ReadAsync(reader, new Random(length)));
            Assert.Equal(InterruptionKind.Closed, cut.Kind);
        }
    }

    [Theory]
    [InlineData("07000000000400000000", InterruptionKind.Aborted)]
    [InlineData("05000000000400000000", InterruptionKind.Malformed)] // a release inside a message
    [InlineData("0400FFFFFFFF000000", InterruptionKind.Malformed)] // a PDU of 4 GB
    [InlineData("040000000002000000", InterruptionKind.Malformed)] // a PDU too short for a fragment
    [InlineData("04000000000800000020010000", InterruptionKind.Malformed)] // a fragment longer than its PDU
    [InlineData("04000000000800000004010100AA", InterruptionKind.Malformed)] // a command inside the data set
    [InlineData("04000000000800000004030000AA", InterruptionKind.Malformed)] // another presentation context
    [InlineData("04000000000A00000004010000AA0000", InterruptionKind.Malformed)] // two bytes left over in the PDU
    public async Task WhatCannotFollowInterrupts(string hex, InterruptionKind kind)
    {
        var pipe = new Pipe();
        var reader = new FragmentReader(pipe.Reader, 1 << 20);
        reader.Begin(isCommand: false);
        byte[] bytes = [.. Pdu(new PresentationDataValue(1, false, false, Payload.AsMemory(0, 10))), .. Convert.FromHexString(hex), .. new byte[20]];
        await pipe.Writer.WriteAsync(bytes);
        var interrupted = await Assert.ThrowsAsync<MessageInterruptedException>(() => ReadAsync(reader, new Random(3)));
        Assert.Equal(kind, interrupted.Kind);
        Assert.Equal(kind == InterruptionKind.Malformed, interrupted.Malformed is not null);
    }

    [Fact]
    public async Task AReadPathOfManyPdusAllocatesNearlyNothing()
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 0, minimumSegmentSize: 64 << 10));
        var big = new byte[4 << 20];
        var bytes = Message(big, 16 << 10);
        var reader = new FragmentReader(pipe.Reader, 1 << 20);
        long Consume()
        {
            reader.Begin(isCommand: false);
            var before = GC.GetAllocatedBytesForCurrentThread();
            while (true)
            {
                reader.TryRead(out var read);
                reader.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted)
                    return GC.GetAllocatedBytesForCurrentThread() - before;
            }
        }

        await pipe.Writer.WriteAsync(bytes);
        Consume();
        await pipe.Writer.WriteAsync(bytes);
        Assert.InRange(Consume(), 0, 4096); // 256 PDUs: the segments of the first run are used again
    }

    internal static byte[] Message(byte[] payload, int fragment = 16)
    {
        var bytes = new List<byte>();
        for (var at = 0; at < payload.Length; at += fragment)
        {
            var count = Math.Min(fragment, payload.Length - at);
            bytes.AddRange(Pdu(new PresentationDataValue(1, false, at + count == payload.Length, payload.AsMemory(at, count))));
        }

        return [.. bytes];
    }

    private static byte[] Pdu(params PresentationDataValue[] values) => GoldenPdus.Write(new DataTransfer(values));

    // Fragments of odd and zero lengths, several in a PDU, the last one sometimes empty.
    private static byte[] Cut(byte[] payload, Random random)
    {
        var values = new List<PresentationDataValue>();
        for (var at = 0; at < payload.Length;)
        {
            var count = random.Next(4) == 0 ? 0 : Math.Min(random.Next(1, 120), payload.Length - at);
            values.Add(new PresentationDataValue(1, false, false, payload.AsMemory(at, count)));
            at += count;
        }

        if (random.Next(2) == 0)
            values.Add(new PresentationDataValue(1, false, true, default));
        else
            values[^1] = values[^1] with { IsLast = true };
        var bytes = new List<byte>();
        for (var at = 0; at < values.Count;)
        {
            var count = Math.Min(random.Next(1, 5), values.Count - at);
            bytes.AddRange(Pdu([.. values.Skip(at).Take(count)]));
            at += count;
        }

        return [.. bytes];
    }

    private static async Task FeedAsync(PipeWriter writer, byte[] bytes, int step)
    {
        for (var at = 0; at < bytes.Length; at += step)
        {
            await writer.WriteAsync(bytes.AsMemory(at, Math.Min(step, bytes.Length - at)));
            await Task.Yield();
        }
    }

    // Consumes any part of what it sees, sometimes nothing, sometimes without having looked at all of it.
    private static async Task<byte[]> ReadAsync(FragmentReader reader, Random random)
    {
        var result = new List<byte>();
        while (true)
        {
            var read = await reader.ReadAsync();
            var take = random.Next((int)read.Buffer.Length + 1);
            if (read.IsCompleted && read.Buffer.Length == 0)
            {
                reader.AdvanceTo(read.Buffer.End);
                return [.. result];
            }

            result.AddRange(read.Buffer.Slice(0, take).ToArray());
            var consumed = read.Buffer.GetPosition(take);
            reader.AdvanceTo(consumed, random.Next(2) == 0 || take == 0 ? read.Buffer.End : consumed);
        }
    }
}
