using System.Net;
using System.Net.Sockets;
using ImagingGateway.DicomGateway.Transport;
using Microsoft.AspNetCore.Connections;

namespace ImagingGateway.DicomGateway.Tests.Transport;

public sealed class DicomConnectionTests
{
    // What a server that stops does to connections that do not end: an exception on the thread pool would end this process.
    [Fact]
    public async Task AnAbortBesideADisposalEndsNothingElse()
    {
        using var listening = new Socket(SocketType.Stream, ProtocolType.Tcp);
        listening.Bind(new IPEndPoint(IPAddress.IPv6Loopback, 0));
        listening.Listen();
        for (var round = 0; round < 200; round++)
        {
            using var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await client.ConnectAsync(listening.LocalEndPoint!);
            var connection = new DicomConnection(await listening.AcceptAsync());
            connection.Abort(new ConnectionAbortedException());
            await connection.DisposeAsync();
        }

        // all that was queued before has run
        var last = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        ThreadPool.UnsafeQueueUserWorkItem(static last => last.SetResult(), last, preferLocal: false);
        await last.Task;
    }
}
