namespace ImagingGateway.Imaging.Drawing;

/// <summary>How text looks.</summary>
/// <param name="Size">Height of the font in the surface's unit.</param>
/// <param name="IsBold">Heavier.</param>
/// <param name="Grey">0 black to 1 white.</param>
/// <param name="IsCentred">In its width, instead of at the left.</param>
/// <param name="MostLines">What is longer ends in an ellipsis.</param>
public sealed record TextStyle(double Size, bool IsBold = false, double Grey = 0, bool IsCentred = false, int MostLines = 1000);
