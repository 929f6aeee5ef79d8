namespace ImagingGateway.Storage.Audit;

/// <summary>Follows the chain row by row and stops at the first that does not fit.</summary>
/// <param name="signedHeads">Ends of the chain that were signed earlier: number → hash in lower-case hexadecimal. What they cover cannot have been rewritten.</param>
public sealed class AuditVerification(IReadOnlyDictionary<long, string> signedHeads)
{
    private AuditChain _chain = AuditChain.Beginning;

    /// <summary>Lines checked so far.</summary>
    public long Checked => _chain.Number;

    /// <summary>Rows from before there was a chain; they come first and cannot be checked.</summary>
    public long Unchained { get; private set; }

    /// <summary>Signed ends that were passed and fitted.</summary>
    public int SignedHeadsPassed { get; private set; }

    /// <returns>Null while all is well, else one sentence that names the row.</returns>
    public string? Next(AuditRow row)
    {
        if (row is not { Number: { } number, Hash: { } hash })
        {
            Unchained++;
            return _chain.Number == 0 ? null : $"Row {row.Id} of {When(row)} was inserted: it is not part of the chain.";
        }

        var expected = _chain.Number + 1;
        if (number > expected)
            return $"{(number == expected + 1 ? $"Line {expected} was" : $"Lines {expected} to {number - 1} were")} removed, before row {row.Id} of {When(row)}.";
        if (number < expected)
            return $"Row {row.Id} of {When(row)} was inserted: line {number} is there twice.";
        _chain = _chain.With(row);
        if (!_chain.Hash.AsSpan().SequenceEqual(hash))
            return $"Line {number} (row {row.Id} of {When(row)}) was altered: its content does not fit its hash.";
        if (!signedHeads.TryGetValue(number, out var signed))
            return null;
        SignedHeadsPassed++;
        return signed == Convert.ToHexStringLower(hash) ? null : $"The lines up to {number} (row {row.Id} of {When(row)}) were rewritten: another end of the chain was signed.";
    }

    /// <summary>After the last row.</summary>
    public string? End(AuditChain head)
    {
        var last = Math.Max(head.Number, signedHeads.Keys.DefaultIfEmpty().Max());
        if (last > _chain.Number)
            return $"{(last == _chain.Number + 1 ? $"Line {last} was" : $"Lines {_chain.Number + 1} to {last} were")} removed at the end.";
        return head.Number == _chain.Number && head.Hash.AsSpan().SequenceEqual(_chain.Hash) ? null : $"The chain's end is kept as line {head.Number}, but the last line is {_chain.Number}: lines were added behind it.";
    }

    private static string When(AuditRow row) => FormattableString.Invariant($"{DateTimeOffset.FromUnixTimeMilliseconds(row.AtMilliseconds):yyyy-MM-dd HH:mm:ss} UTC");
}
