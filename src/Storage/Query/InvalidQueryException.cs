namespace ImagingGateway.Storage.Query;

/// <summary>A matching key cannot be understood (bad date, bad range); the message says which, in plain words.</summary>
public sealed class InvalidQueryException(string message) : Exception(message);
