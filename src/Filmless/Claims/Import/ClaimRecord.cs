namespace ImagingGateway.Filmless.Claims.Import;

/// <summary>One record of a file: our fields with the text found in them.</summary>
/// <param name="Position">Line of the file (CSV, list) or number of the record (XML, JSON), from 1.</param>
public sealed record ClaimRecord(int Position, IReadOnlyDictionary<ClaimField, string> Values)
{
    /// <summary>The text, trimmed; null when absent or blank.</summary>
    public string? this[ClaimField field] => Values.TryGetValue(field, out var text) && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;

    /// <summary>This record with what another one knows; a field in both is this record's.</summary>
    public ClaimRecord With(ClaimRecord? other)
    {
        if (other is null)
            return this;
        var values = new Dictionary<ClaimField, string>(other.Values);
        foreach (var (field, text) in Values.Where(pair => !string.IsNullOrWhiteSpace(pair.Value)))
            values[field] = text;
        return this with { Values = values };
    }
}
