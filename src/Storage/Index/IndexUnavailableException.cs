namespace ImagingGateway.Storage.Index;

/// <summary>The index cannot be used as configured or cannot be reached; the message is one plain sentence that says what to do.</summary>
public sealed class IndexUnavailableException(string message, Exception? innerException = null) : Exception(message, innerException);
