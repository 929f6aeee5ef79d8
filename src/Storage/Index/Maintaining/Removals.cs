namespace ImagingGateway.Storage.Index.Maintaining;

/// <summary>
/// Objects that shall go. The intention is written in the transaction that makes them superfluous, so that a crash in between leaves
/// work to do, never bytes that nobody remembers or bytes removed too early.
/// </summary>
internal static class Removals
{
    public static readonly Statement Add = Statement.Insert("removals", "object_name", "due_at").With("on conflict (object_name) do update set due_at = excluded.due_at");

    private static readonly Statement PackIsUsed = new(
        "select 1 from instances where pack_key = @id union all select 1 from instance_versions where pack_key = @id limit 1", "id");

    private static readonly Statement DeletePack = new("delete from packs where id = @id", "id");

    /// <summary>Gives up a pack unless something in it is still wanted.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="id">Of its row.</param>
    /// <param name="name">Of the object.</param>
    /// <param name="due">When it goes; null: a sweep shall judge what it holds.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>False when something is.</returns>
    public static async Task<bool> DropPackAsync(WriteSession session, long id, string name, DateTimeOffset? due, CancellationToken cancellationToken)
    {
        if ((await session.QueryAsync(PackIsUsed, [id], _ => true, cancellationToken)).Count > 0)
            return false;
        session.Queue(DeletePack, id);
        if (due is { } at)
            session.Queue(Add, name, at.ToUnixTimeMilliseconds());
        return true;
    }
}
