namespace ImagingGateway.Storage.Retrieve;

/// <summary>An instance with the DICOM JSON object of its header.</summary>
public sealed record InstanceMetadata(StoredInstance Instance, ReadOnlyMemory<byte> Json);
