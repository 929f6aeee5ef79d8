using System.IO.Pipelines;

namespace ImagingGateway.Viewer.Api.DicomWeb.Multipart;

/// <summary>One part of a request: its headers, and its bytes as they arrive.</summary>
internal sealed record MultipartPart(IReadOnlyDictionary<string, string> Headers, PipeReader Content);
