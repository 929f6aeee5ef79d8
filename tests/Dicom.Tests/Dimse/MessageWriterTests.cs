using System.Buffers;
using System.IO.Pipelines;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Dimse;
using ImagingGateway.Dicom.UpperLayer;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.Tests.Dimse;

public sealed class MessageWriterTests
{
    private static readonly CStoreRequest Store = new(1, Uids.CTImageStorage, new Uid("1.2.3"), Priority.Medium);

    [Theory]
    [InlineData(16384u, 16378)]
    [InlineData(16385u, 16378)] // fragments are of even length
    [InlineData(0u, MessageWriter.MaximumLength - 6)] // no limit: our own
    [InlineData(uint.MaxValue, MessageWriter.MaximumLength - 6)]
    [InlineData(3u, 2)] // a limit no fragment fits in
    public async Task FragmentsFillPdusToThePeersMaximum(uint peerMaximum, int fragment)
    {
        var length = (fragment * 2) + 10;
        var pdus = await WriteAsync(peerMaximum, writer => writer.SendAsync(1, Store, new MemoryStream(new byte[length]), length));
        var data = pdus.Where(pdu => !pdu.Values[0].IsCommand).ToList();
        Assert.All(pdus, pdu => Assert.Single(pdu.Values));
        Assert.Equal(Enumerable.Repeat(fragment, (length + fragment - 1) / fragment - 1), data.SkipLast(1).Select(pdu => pdu.Values[0].Fragment.Length));
        Assert.Equal(length, data.Sum(pdu => pdu.Values[0].Fragment.Length));
        Assert.Equal([data.Count - 1], data.Index().Where(pdu => pdu.Item.Values[0].IsLast).Select(pdu => pdu.Index));
    }

    [Fact]
    public async Task MemoryAndStreamGiveTheSamePdus()
    {
        var bytes = new byte[50_000];
        new Random(1).NextBytes(bytes);
        var fromMemory = await WriteAsync(16384, writer => writer.SendAsync(1, Store, bytes));
        var fromStream = await WriteAsync(16384, writer => writer.SendAsync(1, Store, new MemoryStream(bytes), bytes.Length));
        Assert.Equal(fromMemory.SelectMany(pdu => pdu.Values[0].Fragment.ToArray()), fromStream.SelectMany(pdu => pdu.Values[0].Fragment.ToArray()));
        Assert.Equal(fromMemory.Count, fromStream.Count);
    }

    [Fact]
    public async Task AStreamThatEndsEarlyIsAnError()
    {
        var pipe = new Pipe();
        var writer = new MessageWriter(pipe.Writer, 16384);
        await Assert.ThrowsAsync<EndOfStreamException>(() => writer.SendAsync(1, Store, new MemoryStream(new byte[10]), 11).AsTask());
    }

    [Fact]
    public async Task AMessageIsReadAsItWasSentThroughThePipe()
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
        var bytes = new byte[100_000];
        new Random(2).NextBytes(bytes);
        var writer = new MessageWriter(pipe.Writer, 4096);
        var reader = new MessageReader(pipe.Reader, 1 << 20);
        await writer.SendAsync(3, Store, bytes);
        await writer.SendAsync(5, new CEchoRequest(2, Uids.Verification));
        await writer.SendAsync(new ReleaseRequest());

        Assert.Equal(new Received.Message(3, Store), await reader.ReceiveAsync());
        Assert.Equal(bytes, (await reader.ReadDataSetAsync(100_000)).ToArray());
        Assert.Equal(new Received.Message(5, new CEchoRequest(2, Uids.Verification)), await reader.ReceiveAsync());
        Assert.Equal(new Received.Control(new ReleaseRequest()), await reader.ReceiveAsync());
    }

    [Fact]
    public async Task WhatIsNotReadOfADataSetIsSkipped()
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
        var writer = new MessageWriter(pipe.Writer, 4096);
        var reader = new MessageReader(pipe.Reader, 1 << 20);
        await writer.SendAsync(3, Store, new byte[100_000]);
        await writer.SendAsync(5, new CEchoRequest(2, Uids.Verification));
        await reader.ReceiveAsync();
        var part = await reader.DataSet.ReadAsync();
        Assert.False(part.Buffer.IsEmpty); // and left like this, as a consumer does that fails
        Assert.Equal(new Received.Message(5, new CEchoRequest(2, Uids.Verification)), await reader.ReceiveAsync());
    }

    [Fact]
    public async Task AnIdentifierBeyondItsLimitIsRefused()
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
        var reader = new MessageReader(pipe.Reader, 1 << 20);
        await new MessageWriter(pipe.Writer, 4096).SendAsync(3, Store, new byte[10_001]);
        await reader.ReceiveAsync();
        await Assert.ThrowsAsync<MalformedPduException>(() => reader.ReadDataSetAsync(10_000).AsTask());
    }

    private static async Task<List<DataTransfer>> WriteAsync(uint peerMaximum, Func<MessageWriter, ValueTask> send)
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
        await send(new MessageWriter(pipe.Writer, peerMaximum));
        await pipe.Writer.CompleteAsync();
        var read = await pipe.Reader.ReadAtLeastAsync(int.MaxValue);
        var buffer = read.Buffer;
        var pdus = new List<DataTransfer>();
        while (PduReader.TryRead(ref buffer, out var pdu))
            pdus.Add(Assert.IsType<DataTransfer>(pdu));
        return pdus;
    }
}
