namespace ImagingGateway.Storage.Objects;

/// <summary>An object as a listing tells it.</summary>
/// <param name="Name">In the store.</param>
/// <param name="Length">Bytes.</param>
/// <param name="ModifiedAt">When it was written, by the store's clock.</param>
public sealed record StoredObject(string Name, long Length, DateTimeOffset ModifiedAt);
