namespace ImagingGateway.Demo;

/// <summary>A small ball; rows of them make ribs and vessels.</summary>
/// <param name="Hounsfield">The value inside; the densest thing at a place wins.</param>
internal readonly record struct Bead(double X, double Y, double Z, double Radius, double Hounsfield);
