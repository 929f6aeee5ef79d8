namespace ImagingGateway.Storage.Objects;

/// <summary>A flushed spool file and the key under which it shall rest.</summary>
public sealed record StagedFile(string Key, string Path);
