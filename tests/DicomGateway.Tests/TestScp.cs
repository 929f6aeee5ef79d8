using System.Net;
using System.Net.Sockets;
using ImagingGateway.Dicom.Dimse;
using ImagingGateway.Dicom.UpperLayer;
using ImagingGateway.Dicom.Values;
using ImagingGateway.DicomGateway.Associations;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;

namespace ImagingGateway.DicomGateway.Tests;

/// <summary>An acceptor that a test plays: it hears every request and answers when and how the test says.</summary>
public sealed class TestScp : IAsyncDisposable
{
    private static readonly SocketConnectionContextFactory Connections = new(new SocketConnectionFactoryOptions(), NullLogger.Instance);
    private readonly Socket _listening = new(SocketType.Stream, ProtocolType.Tcp);
    private readonly List<ConnectionContext> _connections = [];

    public TestScp()
    {
        _listening.Bind(new IPEndPoint(IPAddress.IPv6Loopback, 0));
        _listening.Listen();
    }

    public DicomPeer AsPeer => new() { AETitle = "SINK", Host = "::1", Port = ((IPEndPoint)_listening.LocalEndPoint!).Port };

    /// <summary>Takes the next connection and its request for an association, and accepts the first transfer syntax of every context.</summary>
    public async Task<Association> AcceptAsync(AsynchronousOperationsWindow? window = null)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var connection = Connections.Create(await _listening.AcceptAsync(patience.Token));
        _connections.Add(connection);
        var association = new Association(connection.Transport, isRequestor: false, 131072);
        var request = (AssociateRequest)((Received.Control)await association.ReceiveAsync(patience.Token)).Pdu;
        var accept = Negotiation.Accept(request, new Anything(window), new UserInformation(131072, new Uid("1.2.3.4"), "TEST"));
        await association.SendAsync(accept, patience.Token);
        association.Establish(request, accept);
        return association;
    }

    /// <summary>The next request, its data set read and dropped.</summary>
    public static async Task<(byte Context, T Request, ReadOnlyMemory<byte> DataSet)> HearAsync<T>(Association association)
        where T : DimseRequest
    {
        var message = Assert.IsType<Received.Message>(await association.ReceiveAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60)));
        var request = Assert.IsType<T>(message.Command);
        return (message.ContextId, request, request.HasDataSet ? await association.Reader.ReadDataSetAsync(16 << 20) : default);
    }

    public static async Task<Pdu> HearControlAsync(Association association) =>
        Assert.IsType<Received.Control>(await association.ReceiveAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60))).Pdu;

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _connections)
            await connection.DisposeAsync();
        _listening.Dispose();
    }

    private sealed class Anything(AsynchronousOperationsWindow? window) : IAcceptancePolicy
    {
        public bool Supports(Uid abstractSyntax) => true;

        public Uid ChooseTransferSyntax(Uid abstractSyntax, IReadOnlyList<Uid> proposed) => proposed[0];

        public RoleSelection AnswerRole(RoleSelection asked) => asked;

        public ExtendedNegotiation? AnswerExtended(ExtendedNegotiation asked) => null;

        public AsynchronousOperationsWindow? AnswerWindow(AsynchronousOperationsWindow asked) => window is null ? null : asked.Within(window);
    }
}
