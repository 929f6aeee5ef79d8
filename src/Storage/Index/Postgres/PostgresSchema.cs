namespace ImagingGateway.Storage.Index.Postgres;

/// <summary>PostgreSQL's words for the placeholders of <see cref="IndexSchema"/>.</summary>
internal static class PostgresSchema
{
    // Collation "C": keys compare byte by byte as in SQLite, and prefix searches use the ordinary indexes.
    public static string Adapt(string text) => text
        .Replace("{id}", "bigint not null primary key", StringComparison.Ordinal)
        .Replace("{sequence}", "bigint generated always as identity primary key", StringComparison.Ordinal)
        .Replace("{key}", "text collate \"C\"", StringComparison.Ordinal)
        .Replace("{blob}", "bytea", StringComparison.Ordinal)
        .Replace("{clustered}", string.Empty, StringComparison.Ordinal);

    /// <summary>Lets nobody change or remove rows of a table.</summary>
    public static string AppendOnly(string table) => $"""
        create function {table}_refuse() returns trigger language plpgsql as $$ begin raise exception '{table} is append-only'; end $$;
        create trigger {table}_no_change before update or delete or truncate on {table} for each statement execute function {table}_refuse();
        """;
}
