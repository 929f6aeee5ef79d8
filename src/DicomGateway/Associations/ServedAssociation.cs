using System.Net;
using ImagingGateway.Dicom.Dimse;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.UpperLayer;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Ingest;
using System.Buffers;

namespace ImagingGateway.DicomGateway.Associations;

/// <summary>An accepted association as the services see it.</summary>
public sealed class ServedAssociation(Association association, AssociateRequest request, AssociateAccept accept, EndPoint? remote)
{
    /// <summary>Longest identifier read, in bytes: some 60,000 UIDs.</summary>
    public const int MaximumIdentifierLength = 4 << 20;

    /// <summary>A deflated one may not become longer than a plain one may be.</summary>
    private static readonly DataSetLimits IdentifierLimits = new(MaxInflatedBytes: MaximumIdentifierLength);

    private readonly Dictionary<Uid, int> _stored = [];

    public Association Association { get; } = association;

    public AETitle CallingAETitle => request.CallingAETitle;

    public AETitle CalledAETitle => request.CalledAETitle;

    /// <summary>Address without port, for audit and logs.</summary>
    public string? RemoteAddress { get; } = (remote as IPEndPoint)?.Address.ToString();

    /// <summary>Through which door instances of this association come.</summary>
    public InstanceSource Source { get; } = new(IngestOrigin.Dimse, request.CallingAETitle, request.CalledAETitle, (remote as IPEndPoint)?.Address.ToString(), null);

    /// <summary>As received.</summary>
    public AssociateRequest Request => request;

    /// <summary>What was stored, by study; written to the audit trail once, at the end.</summary>
    internal KeyValuePair<Uid, int>[] StoredByStudy()
    {
        lock (_stored)
            return [.. _stored];
    }

    internal void CountStored(Uid study)
    {
        lock (_stored)
            _stored[study] = _stored.GetValueOrDefault(study) + 1;
    }

    /// <summary>The answered extended negotiation of a SOP class; empty when there was none.</summary>
    public ReadOnlySpan<byte> Extended(Uid sopClass) =>
        (accept.UserInformation.ExtendedNegotiations.FirstOrDefault(extended => extended.SopClassUid == sopClass)?.Information ?? default).Span;

    /// <summary>Sends a response without data set.</summary>
    public ValueTask RespondAsync(NegotiatedContext context, DimseResponse response, CancellationToken cancellationToken) =>
        Association.WriteAsync(writer => writer.SendAsync(context.Id, response, cancellationToken), cancellationToken);

    /// <summary>Sends a response with an identifier in the context's transfer syntax.</summary>
    public ValueTask RespondAsync(NegotiatedContext context, DimseResponse response, DataSet identifier, CancellationToken cancellationToken)
    {
        var bytes = Write(context, identifier);
        return Association.WriteAsync(writer => writer.SendAsync(context.Id, response with { HasDataSet = true }, bytes, cancellationToken), cancellationToken);
    }

    /// <summary>Invokes an operation on the requestor and waits for its response.</summary>
    /// <exception cref="OperationCanceledException">Given up, or the association ended.</exception>
    public async Task<DimseResponse> InvokeAsync(
        NegotiatedContext context, Func<ushort, DimseRequest> make, DataSet information, CancellationToken cancellationToken)
    {
        var (id, response) = Association.Invocations.Begin();
        try
        {
            var bytes = Write(context, information);
            await Association.WriteAsync(writer => writer.SendAsync(context.Id, make(id), bytes, cancellationToken), cancellationToken);
            return await response.WaitAsync(cancellationToken);
        }
        finally
        {
            Association.Invocations.Forget(id);
        }
    }

    /// <summary>Reads the identifier of the request being served.</summary>
    /// <returns>Null when it cannot be read as a data set; the association goes on.</returns>
    /// <exception cref="MessageInterruptedException">The rest will not come.</exception>
    public async ValueTask<DataSet?> ReadIdentifierAsync(NegotiatedContext context, CancellationToken cancellationToken)
    {
        var bytes = await Association.Reader.ReadDataSetAsync(MaximumIdentifierLength, cancellationToken);
        try
        {
            return DataSetReader.Read(bytes, TransferSyntax.Of(context.TransferSyntax), IdentifierLimits);
        }
        catch (MalformedDataSetException)
        {
            return null;
        }
    }

    private static ReadOnlyMemory<byte> Write(NegotiatedContext context, DataSet dataSet)
    {
        var bytes = new ArrayBufferWriter<byte>(1024);
        DataSetWriter.Write(bytes, dataSet, TransferSyntax.Of(context.TransferSyntax));
        return bytes.WrittenMemory;
    }
}
