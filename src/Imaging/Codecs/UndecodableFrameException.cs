namespace ImagingGateway.Imaging.Codecs;

/// <summary>A frame cannot be turned into pixels; the message says why in words fit for a person.</summary>
public sealed class UndecodableFrameException(string message, Exception? inner = null) : Exception(message, inner);
