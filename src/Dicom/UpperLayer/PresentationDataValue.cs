namespace ImagingGateway.Dicom.UpperLayer;

/// <summary>One fragment with its header (PS3.8 9.3.5.1).</summary>
public sealed record PresentationDataValue(byte ContextId, bool IsCommand, bool IsLast, ReadOnlyMemory<byte> Fragment);
