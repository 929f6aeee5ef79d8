namespace ImagingGateway.Demo;

/// <summary>A body part as an axis-aligned ellipsoid in patient millimetres (x to the left, y to the back, z to the head).</summary>
/// <param name="Density">What it adds, in Hounsfield units, to everything inside; a projection always adds.</param>
/// <param name="Hounsfield">In a slice, the value inside instead, for organs that lie over others.</param>
internal readonly record struct Ellipsoid(double X, double Y, double Z, double RadiusX, double RadiusY, double RadiusZ, double Density, double? Hounsfield = null)
{
    /// <summary>Length in millimetres of the line along y through (x, z) inside the ellipsoid.</summary>
    public double ChordAlongY(double x, double z)
    {
        var dx = (x - X) / RadiusX;
        var dz = (z - Z) / RadiusZ;
        var rest = 1 - (dx * dx) - (dz * dz);
        return rest <= 0 ? 0 : 2 * RadiusY * Math.Sqrt(rest);
    }
}
