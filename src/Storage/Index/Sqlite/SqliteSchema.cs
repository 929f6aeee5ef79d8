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

    /// <summary>Lets nobody change or remove rows of a table.</summary>
    public static string AppendOnly(string table) => $"""
        create trigger {table}_no_update before update on {table} begin select raise(abort, '{table} is append-only'); end;
        create trigger {table}_no_delete before delete on {table} begin select raise(abort, '{table} is append-only'); end;
        """;
}
