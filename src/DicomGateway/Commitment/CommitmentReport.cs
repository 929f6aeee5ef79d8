using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Commitment;

namespace ImagingGateway.DicomGateway.Commitment;

/// <summary>What is answered to a request (PS3.4 J.3.3.1).</summary>
internal sealed record CommitmentReport(Uid TransactionUid, IReadOnlyList<(ReferencedInstance Instance, InstanceVerdict Verdict)> Verdicts)
{
    /// <summary>1: all is committed; 2: failures exist.</summary>
    public ushort EventType => Verdicts.All(verdict => verdict.Verdict == InstanceVerdict.Safe) ? (ushort)1 : (ushort)2;

    /// <summary>The event information.</summary>
    /// <param name="retrieveAETitle">Where the committed instances can be had.</param>
    public DataSet ToDataSet(string retrieveAETitle)
    {
        var information = new DataSet().SetString(Tags.TransactionUID, TransactionUid.Value).SetString(Tags.RetrieveAETitle, retrieveAETitle);
        var safe = Verdicts.Where(verdict => verdict.Verdict == InstanceVerdict.Safe).Select(verdict => verdict.Instance.ToItem()).ToArray();
        var failed = Verdicts.Where(verdict => verdict.Verdict != InstanceVerdict.Safe)
            .Select(verdict => verdict.Instance.ToItem().SetInteger(Tags.FailureReason, ReasonOf(verdict.Verdict))).ToArray();
        if (safe.Length > 0)
            information.SetItems(Tags.ReferencedSOPSequence, safe);
        if (failed.Length > 0)
            information.SetItems(Tags.FailedSOPSequence, failed);
        return information;
    }

    // PS3.3 C.14.1.1
    private static long ReasonOf(InstanceVerdict verdict) => verdict switch
    {
        InstanceVerdict.Unknown => 0x0112, // no such object instance
        InstanceVerdict.OtherSopClass => 0x0119, // class / instance conflict
        _ => 0x0110, // processing failure
    };
}
