namespace ImagingGateway.Storage.Audit;

/// <summary>A line of the audit trail as it is kept, with its place in the chain: what a verification reads. Nothing is interpreted.</summary>
/// <param name="Id">Of the row.</param>
/// <param name="AtMilliseconds">Since 1970 UTC.</param>
/// <param name="Number">Place in the chain from 1; null for rows that were written before there was a chain.</param>
/// <param name="Hash">See <see cref="AuditChain"/>; null with <paramref name="Number"/>.</param>
public sealed record AuditRow(
    long Id, long AtMilliseconds, string Action, string Actor, string? RemoteAddress, string? StudyInstanceUid, string? StudyLinkId, string Outcome, string? Detail,
    long? Bytes, long? Instances, long? Number, byte[]? Hash);
