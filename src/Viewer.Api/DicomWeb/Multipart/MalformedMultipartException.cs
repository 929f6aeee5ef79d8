namespace ImagingGateway.Viewer.Api.DicomWeb.Multipart;

/// <summary>A request's body is not the multipart/related it says it is; the message is fit for the client.</summary>
internal sealed class MalformedMultipartException(string message) : Exception(message);
