namespace ImagingGateway.Storage.Index;

/// <summary>A forward step of the schema. Registered in DI by each room; run once, in order of room then number, under a lock, at start.</summary>
/// <param name="Room">Owner, such as <c>index</c>, <c>study-links</c>, <c>accounts</c>.</param>
/// <param name="Number">From 1, without gaps, within the room.</param>
/// <param name="Sqlite">Statements for SQLite.</param>
/// <param name="Postgres">Statements for PostgreSQL.</param>
public sealed record Migration(string Room, int Number, string Sqlite, string Postgres)
{
    /// <summary>From this step on nobody changes or removes rows of the table, whatever statement they send.</summary>
    public static Migration AppendOnly(string room, int number, string table) =>
        new(room, number, Index.Sqlite.SqliteSchema.AppendOnly(table), Index.Postgres.PostgresSchema.AppendOnly(table));
}
