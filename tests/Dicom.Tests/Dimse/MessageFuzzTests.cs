using System.Buffers;
using System.IO.Pipelines;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Dimse;
using ImagingGateway.Dicom.UpperLayer;
using ImagingGateway.Dicom.Values;
using ImagingGateway.TestKit;

namespace ImagingGateway.Dicom.Tests.Dimse;

/// <summary>Seeded mutations of what a peer sends, read the way an association reads it: however it arrives the outcome is the same, and memory stays near the input.</summary>
[Trait("Category", "Fuzz")]
public sealed class MessageFuzzTests
{
    [Fact]
    public async Task MutatedMessagesAreReadAlikeHoweverTheyArriveOrRefusedAlike()
    {
        var outcomes = new HashSet<char>();
        var fuzzing = new Fuzzing("messages", [await MessagesAsync()], bytes =>
        {
            var whole = Read(PipeReader.Create(new ReadOnlySequence<byte>(bytes)));
            var pieces = Read(PipeReader.Create(new MemoryStream(bytes), new StreamPipeReaderOptions(bufferSize: 16 + (bytes.Length % 200), minimumReadSize: 1)));
            Assert.Equal(whole, pieces);
            outcomes.Add(whole[0]);
            return whole;
        });
        Assert.True(fuzzing.Run() > 0);
        Assert.Equal(['E', 'M'], outcomes.Order()); // the mutations are neither harmless nor hopeless
    }

    [Fact]
    public void MutatedPdusThatAreReadAreWrittenAndReadAgainAlike()
    {
        var read = 0;
        var fuzzing = new Fuzzing("pdus", UpperLayer.GoldenPdus.All.Select(golden => golden.Bytes), bytes =>
        {
            var buffer = new ReadOnlySequence<byte>(bytes);
            try
            {
                if (!PduReader.TryRead(ref buffer, out var pdu))
                    return "more";
                read++;
                var written = UpperLayer.GoldenPdus.Write(pdu!);
                var again = new ReadOnlySequence<byte>(written);
                Assert.True(PduReader.TryRead(ref again, out var second));
                Assert.Equal(Convert.ToHexString(written), Convert.ToHexString(UpperLayer.GoldenPdus.Write(second!)));
                return pdu!.GetType().Name;
            }
            catch (MalformedPduException refused)
            {
                Assert.InRange(refused.Position, 0, bytes.Length);
                return refused.Reason; // few kinds: what is kept for further changes stays near the good ones
            }
        });
        Assert.True(fuzzing.Run() > 0);
        Assert.True(read > 20, $"{read} read");
    }

    private static string Read(PipeReader transport) => ReadAsync(transport).GetAwaiter().GetResult(); // all of it is in memory

    // Every message and how the reading ended, in one line: E ended, M malformed.
    private static async Task<string> ReadAsync(PipeReader transport)
    {
        var reader = new MessageReader(transport, 1 << 20);
        var heard = new List<string>();
        try
        {
            while (true)
            {
                switch (await reader.ReceiveAsync())
                {
                    case Received.Message message:
                        var length = message.Command.HasDataSet ? (await reader.ReadDataSetAsync(1 << 20)).Length : 0;
                        heard.Add($"{message.ContextId} {message.Command} {length}");
                        break;
                    case Received.Control control:
                        heard.Add(control.Pdu.Type.ToString());
                        break;
                    case Received.Ended ended:
                        return $"E {ended.Kind} {string.Join(';', heard)}";
                }
            }
        }
        catch (MalformedPduException malformed)
        {
            return $"M {malformed.Reason} {string.Join(';', heard)}";
        }
        catch (MessageInterruptedException interrupted)
        {
            return $"{(interrupted.Malformed is null ? 'E' : 'M')} {interrupted.Kind} {string.Join(';', heard)}";
        }
    }

    private static async Task<byte[]> MessagesAsync()
    {
        var pipe = new Pipe();
        var writer = new MessageWriter(pipe.Writer, 512);
        await writer.SendAsync(1, new CEchoRequest(1, Uids.Verification));
        await writer.SendAsync(3, new CStoreRequest(2, Uids.CTImageStorage, new Uid("1.2.3"), Priority.Medium), new byte[1500]);
        await writer.SendAsync(5, new NActionRequest(3, Uids.StorageCommitmentPushModel, Uids.StorageCommitmentPushModelInstance, 1, true), new byte[300]);
        await writer.SendAsync(new ReleaseRequest());
        await pipe.Writer.CompleteAsync();
        return (await pipe.Reader.ReadAtLeastAsync(1 << 20)).Buffer.ToArray();
    }
}
