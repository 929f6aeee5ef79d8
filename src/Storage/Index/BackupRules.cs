namespace ImagingGateway.Storage.Index;

/// <summary>When a backup may be put into a database.</summary>
internal static class BackupRules
{
    /// <summary>A database with rows in one of these is in use.</summary>
    public static readonly string[] MustBeEmpty = ["studies", "audit_events"];

    /// <exception cref="IOException">It is in use.</exception>
    public static void RequireEmpty(string table, long rows)
    {
        if (rows > 0)
            throw new IOException($"The index is not empty ({table}): restore only into a new, empty data directory or database.");
    }

    /// <exception cref="IOException">The schemas differ.</exception>
    public static void RequireSame(IReadOnlyList<string> saved, IReadOnlyList<string> current)
    {
        if (!saved.SequenceEqual(current, StringComparer.Ordinal))
            throw new IOException("The backup was made by another version of the gateway (its schema differs): restore it with that version, then upgrade.");
    }
}
