namespace ImagingGateway.Viewer.Api.DicomWeb.Negotiation;

/// <summary>What whole instances are sent as; which syntax each gets is asked of <see cref="InstanceNegotiation.SyntaxFor"/>.</summary>
internal enum InstanceRepresentation
{
    /// <summary>Part 10 files as parts of multipart/related.</summary>
    Multipart,

    /// <summary>One Part 10 file as the body.</summary>
    Single,

    /// <summary>One archive of Part 10 files, for people.</summary>
    Zip,
}
