namespace ImagingGateway.Dicom.Encoding;

/// <summary>Takes the next bytes of a pixel data value while an instance is scanned; the span is valid during the call only.</summary>
public delegate void PixelDataSink(ReadOnlySpan<byte> bytes);
