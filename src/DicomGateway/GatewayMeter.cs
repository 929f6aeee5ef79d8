using System.Diagnostics.Metrics;
using ImagingGateway.Dicom.Dimse;
using ImagingGateway.Dicom.UpperLayer;
using ImagingGateway.DicomGateway.Associations;

namespace ImagingGateway.DicomGateway;

/// <summary>Counters of the DICOM side, for whatever exporter listens.</summary>
public sealed class GatewayMeter
{
    /// <summary>Name of the meter.</summary>
    public const string Name = "ImagingGateway.DicomGateway";

    private readonly UpDownCounter<int> _connections;
    private readonly Counter<long> _accepted;
    private readonly Counter<long> _rejected;
    private readonly Counter<long> _ended;
    private readonly Counter<long> _operations;
    private readonly Counter<long> _subOperations;

    public GatewayMeter(IMeterFactory factory)
    {
        var meter = factory.Create(Name);
        _connections = meter.CreateUpDownCounter<int>("dicom.connections", description: "Open connections");
        _accepted = meter.CreateCounter<long>("dicom.associations.accepted");
        _rejected = meter.CreateCounter<long>("dicom.associations.rejected");
        _ended = meter.CreateCounter<long>("dicom.associations.ended");
        _operations = meter.CreateCounter<long>("dicom.operations", description: "Final responses by command and status");
        _subOperations = meter.CreateCounter<long>("dicom.suboperations", description: "C-STORE sub-operations by kind of status");
    }

    internal void ConnectionOpened() => _connections.Add(1);

    internal void ConnectionClosed() => _connections.Add(-1);

    internal void AssociationAccepted() => _accepted.Add(1);

    internal void AssociationRejected(RejectReason reason) => _rejected.Add(1, new KeyValuePair<string, object?>("reason", reason.ToString()));

    internal void AssociationEnded(AssociationEnd end) => _ended.Add(1, new KeyValuePair<string, object?>("end", end.ToString()));

    internal void Operation(CommandField command, DimseStatus status)
    {
        if (_operations.Enabled)
            _operations.Add(1, new("command", command.ToString()), new("status", status.Code.ToString("X4", System.Globalization.CultureInfo.InvariantCulture)));
    }

    internal void SubOperation(StatusKind kind) => _subOperations.Add(1, new KeyValuePair<string, object?>("kind", kind.ToString()));
}
