using System.Buffers;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Dimse;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;
using ImagingGateway.DicomGateway.Services;

namespace ImagingGateway.DicomGateway.Commitment;

/// <summary>For which instances a requestor wants the archive to take over the responsibility (PS3.4 J.3.2.1).</summary>
/// <param name="TransactionUid">Chosen by the requestor; the report names it.</param>
/// <param name="Instances">In the requestor's order.</param>
internal sealed record CommitmentRequest(Uid TransactionUid, IReadOnlyList<ReferencedInstance> Instances)
{
    public const ushort ActionType = 1;

    /// <summary>Reads the action information.</summary>
    public static Reading<CommitmentRequest> Read(DataSet information)
    {
        var transaction = information.GetUid(Tags.TransactionUID);
        if (!transaction.IsAcceptable)
            return Refuse("Transaction UID (0008,1195) is missing or no UID.");
        var instances = information.GetItems(Tags.ReferencedSOPSequence)
            .Select(item => new ReferencedInstance(item.GetUid(Tags.ReferencedSOPClassUID), item.GetUid(Tags.ReferencedSOPInstanceUID))).ToList();
        if (instances.Count == 0)
            return Refuse("Referenced SOP Sequence (0008,1199) names no instance.");
        return instances.TrueForAll(instance => instance.SopClassUid.IsAcceptable && instance.SopInstanceUid.IsAcceptable)
            ? new CommitmentRequest(transaction, instances)
            : Refuse("Referenced SOP Sequence (0008,1199) has an item without class or instance UID.");
    }

    /// <summary>The same request from what <see cref="ToBytes"/> made.</summary>
    public static CommitmentRequest FromBytes(ReadOnlyMemory<byte> bytes) => Read(DataSetReader.Read(bytes, TransferSyntax.ExplicitVRLittleEndian)).Value!;

    public byte[] ToBytes()
    {
        var information = new DataSet()
            .SetString(Tags.TransactionUID, TransactionUid.Value)
            .SetItems(Tags.ReferencedSOPSequence, [.. Instances.Select(instance => instance.ToItem())]);
        var output = new ArrayBufferWriter<byte>();
        DataSetWriter.Write(output, information, TransferSyntax.ExplicitVRLittleEndian);
        return output.WrittenSpan.ToArray();
    }

    private static Reading<CommitmentRequest> Refuse(string fault) => Reading<CommitmentRequest>.Refuse(DimseStatus.InvalidAttributeValue, fault);
}
