namespace ImagingGateway.Storage.Objects;

/// <summary>
/// Where the bytes of an instance lie: a run inside an object. On files the object is the instance (<see cref="Whole"/>); on S3 it is
/// mostly a pack of many. The name of the instance's bytes, <see cref="ObjectKey"/>, stays the same wherever they are moved.
/// </summary>
/// <param name="Object">Name of the object in the store.</param>
/// <param name="Offset">First byte.</param>
/// <param name="Length">Bytes.</param>
public readonly record struct ObjectPlace(string Object, long Offset, long Length)
{
    public static ObjectPlace Whole(string key, long length) => new(key, 0, length);
}
