namespace ImagingGateway.Viewer.Api.DicomWeb.Negotiation;

/// <summary>How representations are wrapped in an answer (PS3.18 8.6.1).</summary>
internal enum Packaging
{
    /// <summary>The client leaves it to the server (<c>*/*</c>).</summary>
    Any,

    /// <summary>One representation is the whole body.</summary>
    Single,

    /// <summary><c>multipart/related</c>, one representation per part.</summary>
    Multipart,
}
