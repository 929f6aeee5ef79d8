namespace ImagingGateway.Imaging.Drawing;

/// <summary>The library that draws pages is not on this machine; the message says what to install.</summary>
public sealed class DrawingUnavailableException(string message) : IOException(message);
