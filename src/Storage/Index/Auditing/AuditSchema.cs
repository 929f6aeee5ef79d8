namespace ImagingGateway.Storage.Index.Auditing;

/// <summary>The chain of the audit trail; see decision 0045.</summary>
internal static class AuditSchema
{
    public static IEnumerable<Migration> Migrations =>
    [
        new("audit", 1, Sqlite.SqliteSchema.Adapt(Text), Postgres.PostgresSchema.Adapt(Text)),
    ];

    private static string Text => $"""
        alter table audit_events add column transferred_bytes bigint;
        alter table audit_events add column transferred_instances bigint;
        alter table audit_events add column chain_number bigint;
        alter table audit_events add column chain_hash text;
        create unique index audit_events_in_chain on audit_events (chain_number) where chain_number is not null;
        create table audit_chain (
            name text not null primary key,
            number bigint not null,
            hash text not null);
        insert into audit_chain (name, number, hash) values ('main', 0, '{Convert.ToHexStringLower(Audit.AuditChain.Beginning.Hash)}');
        """;
}
