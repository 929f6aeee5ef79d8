namespace ImagingGateway.Filmless.Claims.Import;

/// <summary>Claim records from a spreadsheet saved as text, or from a pasted list.</summary>
internal static class DelimitedClaims
{
    /// <summary>What the columns of a list without a header are.</summary>
    private static readonly ClaimField[] WithoutHeader = [ClaimField.ClaimCode, ClaimField.OrderKey, ClaimField.PatientId];

    /// <exception cref="ClaimFileException">There is a header without <c>MA_LK</c>, or a limit is exceeded.</exception>
    public static IEnumerable<ClaimRecord> Read(TextReader text, ClaimFields fields, int maxFieldLength)
    {
        IReadOnlyList<ClaimField?>? columns = null;
        foreach (var (line, row) in new DelimitedRows(text, maxFieldLength).Read())
        {
            if (columns is null)
            {
                columns = [.. row.Select(fields.Of)];
                if (columns.Contains(ClaimField.ClaimCode))
                    continue;
                if (columns.Any(column => column is not null))
                    throw new ClaimFileException(new ClaimRefusal(line, ClaimRefusalReason.NoClaimColumn, ClaimFields.NameOf(ClaimField.ClaimCode)));
                columns = [.. WithoutHeader.Select(field => (ClaimField?)field)];
            }

            yield return new ClaimRecord(line, ValuesOf(columns, row));
        }
    }

    private static Dictionary<ClaimField, string> ValuesOf(IReadOnlyList<ClaimField?> columns, IReadOnlyList<string> row)
    {
        var values = new Dictionary<ClaimField, string>();
        foreach (var (column, text) in columns.Zip(row))
        {
            if (column is { } field && text.Length > 0)
                values.TryAdd(field, text);
        }

        return values;
    }
}
