using ImagingGateway.Storage.Retrieve;

namespace ImagingGateway.Storage.Recoding;

/// <summary>A Part 10 file that holds an instance in another transfer syntax; that it is the same to the last bit was proven by whoever wrote it.</summary>
/// <param name="Was">The instance as stored.</param>
/// <param name="Path">The file, flushed.</param>
public sealed record RecodedFile(StoredInstance Was, string Path);
