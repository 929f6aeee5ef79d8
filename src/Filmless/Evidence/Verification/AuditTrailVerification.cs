using ImagingGateway.Storage.Audit;

namespace ImagingGateway.Filmless.Evidence.Verification;

/// <summary>Follows the whole audit trail and names the first row that was altered, removed or inserted.</summary>
public static class AuditTrailVerification
{
    public static async Task<IReadOnlyList<Finding>> CheckAsync(IAuditRows rows, IReadOnlyDictionary<long, string> signedHeads, CancellationToken cancellationToken)
    {
        // before the rows: what is written meanwhile is no fault
        var head = await rows.HeadAsync(cancellationToken);
        var verification = new AuditVerification(signedHeads);
        await foreach (var row in rows.RowsAsync(null, null, cancellationToken))
        {
            if (row.Number > head.Number && row.Number == verification.Checked + 1)
                head = new AuditChain(row.Number.Value, row.Hash ?? []);
            if (verification.Next(row) is { } fault)
                return [Finding.Fault(fault)];
        }

        return verification.End(head) is { } missing
            ? [Finding.Fault(missing)]
            :
            [
                Finding.Fine($"{verification.Checked} lines follow each other without a gap or a change; {verification.SignedHeadsPassed} signed ends fit."),
                .. verification.Unchained > 0 ? [Finding.Fine($"{verification.Unchained} lines are from before there was a chain and cannot be checked.")] : Array.Empty<Finding>(),
            ];
    }
}
