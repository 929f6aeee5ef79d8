namespace ImagingGateway.Imaging.Rendering;

/// <summary>An image for a browser.</summary>
public sealed record RenderedImage(byte[] Bytes, string ContentType, int Width, int Height);
