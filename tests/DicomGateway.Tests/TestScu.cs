using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Dimse;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.UpperLayer;
using ImagingGateway.Dicom.Values;
using ImagingGateway.DicomGateway.Associations;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;

namespace ImagingGateway.DicomGateway.Tests;

/// <summary>A requestor that says exactly what a test wants it to say, and keeps what it hears.</summary>
public sealed class TestScu : IAsyncDisposable
{
    private static readonly SocketConnectionContextFactory Connections = new(new SocketConnectionFactoryOptions(), NullLogger.Instance);
    private readonly ConnectionContext _connection;
    private ushort _messageId;

    private TestScu(ConnectionContext connection)
    {
        _connection = connection;
        Association = new Association(connection.Transport, isRequestor: true, 131072);
    }

    public Association Association { get; }

    /// <summary>What the gateway answered to the request for an association.</summary>
    public Pdu? Answer { get; private set; }

    public AssociateAccept Accepted => Assert.IsType<AssociateAccept>(Answer);

    public static IReadOnlyList<Uid> LittleEndian { get; } = [TransferSyntax.ExplicitVRLittleEndian.Uid, TransferSyntax.ImplicitVRLittleEndian.Uid];

    public static AssociateRequest Request(params (Uid AbstractSyntax, IReadOnlyList<Uid> TransferSyntaxes)[] contexts) => new(
        1, AETitle.Parse("GATEWAY"), RunningGateway.Caller, AssociateRequest.DicomApplicationContext,
        [.. contexts.Select((context, i) => new PresentationContextProposal((byte)((2 * i) + 1), context.AbstractSyntax, context.TransferSyntaxes))],
        new UserInformation(131072, new Uid("1.2.3.4"), "TEST"));

    public static Task<TestScu> ConnectAsync(RunningGateway gateway, params Uid[] abstractSyntaxes) =>
        ConnectAsync(gateway, Request([.. abstractSyntaxes.Select(uid => (uid, LittleEndian))]));

    public static async Task<TestScu> ConnectAsync(RunningGateway gateway, AssociateRequest request)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(gateway.Address);
        var scu = new TestScu(Connections.Create(socket));
        await scu.Association.SendAsync(request);
        scu.Answer = (await scu.ReceiveAsync() as Received.Control)?.Pdu;
        if (scu.Answer is AssociateAccept accept)
            scu.Association.Establish(request, accept);
        return scu;
    }

    public async Task<Received> ReceiveAsync() => await Association.ReceiveAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

    public async Task<DimseResponse> ReceiveResponseAsync()
    {
        var message = Assert.IsType<Received.Message>(await ReceiveAsync());
        return Assert.IsType<DimseResponse>(message.Command);
    }

    /// <summary>C-STORE-RQ without waiting for the answer; its message id.</summary>
    public async Task<ushort> BeginStoreAsync(TestInstance instance)
    {
        var context = Association.Contexts.Find(instance.SopClassUid)!;
        var request = new CStoreRequest(++_messageId, instance.SopClassUid, instance.SopInstanceUid, Priority.Medium);
        await Association.Writer.SendAsync(context.Id, request, instance.ToBytes());
        return _messageId;
    }

    public async Task<DimseResponse> StoreAsync(TestInstance instance, Uid? announced = null, byte[]? bytes = null)
    {
        var context = Association.Contexts.Find(instance.SopClassUid)!;
        var request = new CStoreRequest(++_messageId, instance.SopClassUid, announced ?? instance.SopInstanceUid, Priority.Medium);
        await Association.Writer.SendAsync(context.Id, request, bytes ?? instance.ToBytes());
        return await ReceiveResponseAsync();
    }

    public async Task<ushort> FindAsync(Uid model, DataSet identifier)
    {
        var context = Association.Contexts.Find(model)!;
        await Association.Writer.SendAsync(context.Id, new CFindRequest(++_messageId, model, Priority.Medium), Write(identifier, context));
        return _messageId;
    }

    /// <summary>C-FIND and its C-CANCEL in one write.</summary>
    public async Task FindAndCancelAsync(Uid model, DataSet identifier)
    {
        var context = Association.Contexts.Find(model)!;
        var pipe = new Pipe();
        var writer = new MessageWriter(pipe.Writer, 16384);
        await writer.SendAsync(context.Id, new CFindRequest(++_messageId, model, Priority.Medium), Write(identifier, context));
        await writer.SendAsync(context.Id, new CCancelRequest(_messageId));
        var both = await pipe.Reader.ReadAsync();
        await _connection.Transport.Output.WriteAsync(both.Buffer.ToArray());
    }

    public async Task<ushort> MoveAsync(Uid model, string destination, DataSet identifier)
    {
        var context = Association.Contexts.Find(model)!;
        await Association.Writer.SendAsync(context.Id, new CMoveRequest(++_messageId, model, Priority.Medium, AETitle.Parse(destination)), Write(identifier, context));
        return _messageId;
    }

    public async Task<ushort> GetAsync(Uid model, DataSet identifier)
    {
        var context = Association.Contexts.Find(model)!;
        await Association.Writer.SendAsync(context.Id, new CGetRequest(++_messageId, model, Priority.Medium), Write(identifier, context));
        return _messageId;
    }

    /// <summary>All answers up to and with the final one.</summary>
    public async Task<(List<DataSet> Answers, DimseResponse Final)> ReceiveAnswersAsync()
    {
        var answers = new List<DataSet>();
        while (true)
        {
            var response = await ReceiveResponseAsync();
            var dataSet = response.HasDataSet ? await ReadDataSetAsync(response) : null;
            if (response.Status.Kind != StatusKind.Pending)
                return (dataSet is null ? answers : [.. answers, dataSet], response);
            if (dataSet is not null)
                answers.Add(dataSet);
        }
    }

    public async Task<DataSet> ReadDataSetAsync(DimseResponse response)
    {
        var bytes = await Association.Reader.ReadDataSetAsync(4 << 20);
        return DataSetReader.Read(bytes, TransferSyntax.Of(Association.Contexts.Find(response.SopClassUid)!.TransferSyntax));
    }

    public async Task ReleaseAsync()
    {
        await Association.SendAsync(new ReleaseRequest());
        Assert.IsType<ReleaseResponse>(Assert.IsType<Received.Control>(await ReceiveAsync()).Pdu);
    }

    public static DataSet Identifier(string level, params (Tag Tag, string Value)[] keys)
    {
        var identifier = new DataSet().SetString(Tags.SpecificCharacterSet, "ISO_IR 192").SetString(Tags.QueryRetrieveLevel, level);
        foreach (var (tag, value) in keys)
        {
            if (value.Length == 0)
                identifier.SetEmpty(tag);
            else
                identifier.SetString(tag, value.Split('\\'));
        }

        return identifier;
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private static byte[] Write(DataSet identifier, NegotiatedContext context)
    {
        var output = new ArrayBufferWriter<byte>();
        DataSetWriter.Write(output, identifier, TransferSyntax.Of(context.TransferSyntax));
        return output.WrittenSpan.ToArray();
    }
}
