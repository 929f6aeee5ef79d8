using System.Buffers;
using System.Net.Sockets;
using ImagingGateway.Dicom.UpperLayer;

namespace ImagingGateway.DicomGateway.Tests;

/// <summary>A socket that says any bytes at all.</summary>
public sealed class HostilePeer : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    private HostilePeer()
    {
    }

    public static async Task<HostilePeer> ConnectAsync(RunningGateway gateway)
    {
        var peer = new HostilePeer();
        await peer._socket.ConnectAsync(gateway.Address);
        return peer;
    }

    public async Task SayAsync(params byte[] bytes) => await _socket.SendAsync(bytes);

    public Task SayAsync(Pdu pdu) => SayAsync(Bytes(pdu));

    public static byte[] Bytes(Pdu pdu)
    {
        var output = new ArrayBufferWriter<byte>();
        PduWriter.Write(output, pdu);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>All PDUs up to the end of the connection, which must come.</summary>
    public async Task<List<Pdu>> HearToTheEndAsync()
    {
        var heard = new List<byte>();
        var buffer = new byte[65536];
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        try
        {
            while (await _socket.ReceiveAsync(buffer, patience.Token) is > 0 and var count)
                heard.AddRange(buffer.AsSpan(0, count));
        }
        catch (SocketException)
        {
            // A reset is an end too.
        }

        var pdus = new List<Pdu>();
        var sequence = new ReadOnlySequence<byte>([.. heard]);
        while (PduReader.TryRead(ref sequence, out var pdu))
            pdus.Add(pdu!);
        return pdus;
    }

    /// <summary>The next PDU.</summary>
    public async Task<Pdu> HearAsync()
    {
        var heard = new List<byte>();
        var one = new byte[1];
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await _socket.ReceiveAsync(one, patience.Token) == 1)
        {
            heard.Add(one[0]);
            var sequence = new ReadOnlySequence<byte>([.. heard]);
            if (PduReader.TryRead(ref sequence, out var pdu))
                return pdu!;
        }

        throw new EndOfStreamException();
    }

    public void StopSending() => _socket.Shutdown(SocketShutdown.Send);

    public void Dispose() => _socket.Dispose();
}
