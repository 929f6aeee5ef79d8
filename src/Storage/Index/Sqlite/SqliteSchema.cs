namespace ImagingGateway.Storage.Index.Sqlite;

/// <summary>SQLite's words for the placeholders of <see cref="IndexSchema"/>.</summary>
internal static class SqliteSchema
{
    public static string Adapt(string text) => text
        .Replace("{id}", "integer not null primary key", StringComparison.Ordinal)
        .Replace("{sequence}", "integer primary key autoincrement", StringComparison.Ordinal)
        .Replace("{key}", "text", StringComparison.Ordinal)
        .Replace("{blob}", "blob", StringComparison.Ordinal)
        .Replace("{clustered}", " without rowid", StringComparison.Ordinal);
}
