using System.Buffers;
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

namespace ImagingGateway.Interop.Tests.Dimse;

/// <summary>Finds and gets one instance by C-FIND and C-GET, in any transfer syntax (DCMTK's getscu knows the standard ones only).</summary>
internal sealed class GetRequestor : IAsyncDisposable
{
    private static readonly SocketConnectionContextFactory Connections = new(new SocketConnectionFactoryOptions(), NullLogger.Instance);
    private static readonly Uid Find = Uids.StudyRootQueryRetrieveInformationModelFind, Get = Uids.StudyRootQueryRetrieveInformationModelGet;
    private readonly ConnectionContext _connection;
    private readonly Association _association;

    private GetRequestor(ConnectionContext connection)
    {
        _connection = connection;
        _association = new Association(connection.Transport, isRequestor: true, 131072);
    }

    public static async Task<GetRequestor> ConnectAsync(int port, Uid sopClass, Uid transferSyntax)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync("127.0.0.1", port);
        var requestor = new GetRequestor(Connections.Create(socket));
        var littleEndian = new[] { TransferSyntax.ExplicitVRLittleEndian.Uid };
        var request = new AssociateRequest(
            1, AETitle.Parse(GatewayFixture.AETitle), AETitle.Parse("GETTER"), AssociateRequest.DicomApplicationContext,
            [new(1, Find, littleEndian), new(3, Get, littleEndian), new(5, sopClass, [transferSyntax])],
            new UserInformation(131072, new Uid("1.2.3.4"), null) { RoleSelections = [new RoleSelection(sopClass, false, true)] });
        await requestor._association.SendAsync(request);
        requestor._association.Establish(request, Assert.IsType<AssociateAccept>(Assert.IsType<Received.Control>(await requestor.ReceiveAsync()).Pdu));
        return requestor;
    }

    /// <summary>Number of answers of a C-FIND for exactly this instance.</summary>
    public async Task<int> CountAsync(CorpusInstance instance)
    {
        await _association.Writer.SendAsync(1, new CFindRequest(1, Find, Priority.Medium), Identifier(instance));
        for (var answers = 0; ; answers++)
        {
            var response = await ReceiveResponseAsync();
            if (response.Status.Kind != StatusKind.Pending)
                return answers;
            await _association.Reader.ReadDataSetAsync(1 << 20);
        }
    }

    /// <summary>SOP Instance UIDs that C-FIND answers at IMAGE level, each as often as it is answered.</summary>
    /// <param name="study">Study Instance UID.</param>
    /// <param name="series">Series of it.</param>
    public async Task<List<string>> InstancesAsync(string study, IEnumerable<string> series)
    {
        var identifier = new DataSet()
            .SetString(Tags.QueryRetrieveLevel, "IMAGE").SetString(Tags.StudyInstanceUID, study)
            .SetString(Tags.SeriesInstanceUID, [.. series]).SetString(Tags.SOPInstanceUID, string.Empty);
        await _association.Writer.SendAsync(1, new CFindRequest(1, Find, Priority.Medium), Encoded(identifier));
        var answers = new List<string>();
        while (true)
        {
            var status = (await ReceiveResponseAsync()).Status;
            if (status == DimseStatus.Success)
                return answers;
            Assert.Equal(StatusKind.Pending, status.Kind);
            answers.Add(DataSetReader.Read(await _association.Reader.ReadDataSetAsync(1 << 20), TransferSyntax.ExplicitVRLittleEndian).GetString(Tags.SOPInstanceUID)!);
        }
    }

    /// <summary>The data set as it comes by C-GET; null when it did not.</summary>
    public async Task<byte[]?> GetAsync(CorpusInstance instance)
    {
        byte[]? got = null;
        await _association.Writer.SendAsync(3, new CGetRequest(2, Get, Priority.Medium), Identifier(instance));
        while (true)
        {
            var message = Assert.IsType<Received.Message>(await ReceiveAsync());
            if (message.Command is CStoreRequest store)
            {
                got = (await _association.Reader.ReadDataSetAsync(64 << 20)).ToArray();
                await _association.Writer.SendAsync(message.ContextId, DimseResponse.To(store, DimseStatus.Success) with { SopInstanceUid = store.SopInstanceUid });
            }
            else if (message.Command is DimseResponse { Status.Kind: not StatusKind.Pending })
            {
                return got;
            }
        }
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async Task<Received> ReceiveAsync() => await _association.ReceiveAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(1));

    private async Task<DimseResponse> ReceiveResponseAsync() =>
        Assert.IsType<DimseResponse>(Assert.IsType<Received.Message>(await ReceiveAsync()).Command);

    private static ReadOnlyMemory<byte> Identifier(CorpusInstance instance) => Encoded(new DataSet()
        .SetString(Tags.QueryRetrieveLevel, "IMAGE")
        .SetString(Tags.StudyInstanceUID, instance.Study.Value)
        .SetString(Tags.SeriesInstanceUID, instance.Series.Value)
        .SetString(Tags.SOPInstanceUID, instance.SopInstance.Value));

    private static ReadOnlyMemory<byte> Encoded(DataSet identifier)
    {
        var output = new ArrayBufferWriter<byte>();
        DataSetWriter.Write(output, identifier, TransferSyntax.ExplicitVRLittleEndian);
        return output.WrittenMemory;
    }
}
