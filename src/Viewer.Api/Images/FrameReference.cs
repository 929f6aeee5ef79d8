using ImagingGateway.Storage.Retrieve;

namespace ImagingGateway.Viewer.Api.Images;

/// <summary>One image: a frame (from 1) of an instance.</summary>
public readonly record struct FrameReference(StoredInstance Instance, int FrameNumber);
