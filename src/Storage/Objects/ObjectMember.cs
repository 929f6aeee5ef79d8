using ImagingGateway.Storage.Ingest;

namespace ImagingGateway.Storage.Objects;

/// <summary>An instance inside an object, as the object itself tells it: enough to make the index again without the index.</summary>
/// <param name="Key">Its <see cref="ObjectKey"/>.</param>
/// <param name="Place">Where its bytes are.</param>
/// <param name="ReceivedAt">When it was acknowledged; when the store cannot tell, when the object was written.</param>
/// <param name="Source">Through which door; null when the store does not keep it.</param>
/// <param name="Sha256">Of its bytes, 64 lower-case hexadecimal digits; null when the store does not keep it.</param>
public sealed record ObjectMember(string Key, ObjectPlace Place, DateTimeOffset ReceivedAt, InstanceSource? Source, string? Sha256);
