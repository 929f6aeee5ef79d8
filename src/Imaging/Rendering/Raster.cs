namespace ImagingGateway.Imaging.Rendering;

/// <summary>A picture of 8-bit samples on its way to a coding.</summary>
/// <param name="Pixels">Rows one after the other without padding, samples interleaved; may be longer than the picture.</param>
/// <param name="Channels">1 grey or 3 RGB.</param>
internal sealed record Raster(byte[] Pixels, int Width, int Height, int Channels)
{
    public int Stride => Width * Channels;

    public int Length => Stride * Height;
}
