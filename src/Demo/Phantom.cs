namespace ImagingGateway.Demo;

/// <summary>An invented body of ellipsoids and beads that can be cut into slices and projected.</summary>
internal class Phantom
{
    private const double Air = -1000;

    public List<Ellipsoid> Organs { get; init; } = [];

    public List<Bead> Beads { get; init; } = [];

    /// <summary>The same body seen from its left: x and y change places.</summary>
    public Phantom FromTheSide() => new()
    {
        Organs = [.. Organs.Select(organ => organ with { X = organ.Y, Y = organ.X, RadiusX = organ.RadiusY, RadiusY = organ.RadiusX })],
        Beads = [.. Beads.Select(bead => bead with { X = bead.Y, Y = bead.X })],
    };

    /// <summary>One axial slice in Hounsfield units, row by row, centre of the picture at the origin.</summary>
    /// <param name="z">Height of the slice in mm.</param>
    /// <param name="thickness">Slice thickness in mm; beads within it show.</param>
    /// <param name="size">Rows and columns.</param>
    /// <param name="spacing">Pixel spacing in mm.</param>
    /// <param name="noise">Standard deviation in Hounsfield units.</param>
    public short[] Slice(double z, double thickness, int size, double spacing, double noise)
    {
        var values = new double[size * size];
        Array.Fill(values, Air);
        foreach (var organ in Organs)
            Paint(values, organ, z, size, spacing);
        foreach (var bead in Beads.Where(bead => Math.Abs(bead.Z - z) < bead.Radius + (thickness / 4)))
            Paint(values, bead, z, size, spacing);
        var random = new Random(((int)Math.Round(z * 100) * 31) + 17);
        var slice = new short[values.Length];
        for (var i = 0; i < values.Length; i++)
            slice[i] = (short)Math.Clamp(values[i] + (noise * Gaussian(random)), -1024, 3071);
        return slice;
    }

    /// <summary>Line integrals from front to back as water-equivalent millimetres, row 0 at the head.</summary>
    public double[] Project(int rows, int columns, double spacing)
    {
        var image = new double[rows * columns];
        foreach (var organ in Organs)
            PaintProjection(image, organ, rows, columns, spacing);
        foreach (var bead in Beads)
            PaintProjection(image, bead, rows, columns, spacing);
        return image;
    }

    private static void Paint(double[] values, Ellipsoid organ, double z, int size, double spacing)
    {
        var dz = (z - organ.Z) / organ.RadiusZ;
        var rest = 1 - (dz * dz);
        if (rest <= 0)
            return;
        var radiusY = organ.RadiusY * Math.Sqrt(rest);
        for (var row = RowOf(organ.Y - radiusY, size, spacing); row <= RowOf(organ.Y + radiusY, size, spacing); row++)
        {
            var dy = ((row - (size / 2.0)) * spacing - organ.Y) / organ.RadiusY;
            var half = rest - (dy * dy);
            if (half <= 0)
                continue;
            var radiusX = organ.RadiusX * Math.Sqrt(half);
            var from = RowOf(organ.X - radiusX, size, spacing);
            var to = RowOf(organ.X + radiusX, size, spacing);
            var line = values.AsSpan((row * size) + from, to - from + 1);
            if (organ.Hounsfield is { } inside)
                line.Fill(inside);
            else
                for (var i = 0; i < line.Length; i++)
                    line[i] += organ.Density;
        }
    }

    private static void Paint(double[] values, Bead bead, double z, int size, double spacing)
    {
        var dz = Math.Min(Math.Abs(bead.Z - z), bead.Radius);
        var radius = Math.Sqrt(Math.Max((bead.Radius * bead.Radius) - (dz * dz), 0.3));
        for (var row = RowOf(bead.Y - radius, size, spacing); row <= RowOf(bead.Y + radius, size, spacing); row++)
        {
            for (var column = RowOf(bead.X - radius, size, spacing); column <= RowOf(bead.X + radius, size, spacing); column++)
            {
                var dx = ((column - (size / 2.0)) * spacing) - bead.X;
                var dy = ((row - (size / 2.0)) * spacing) - bead.Y;
                ref var value = ref values[(row * size) + column];
                if ((dx * dx) + (dy * dy) <= radius * radius && value < bead.Hounsfield)
                    value = bead.Hounsfield;
            }
        }
    }

    private static void PaintProjection(double[] image, Ellipsoid organ, int rows, int columns, double spacing)
    {
        var top = Math.Max((int)((rows / 2.0) - ((organ.Z + organ.RadiusZ) / spacing)), 0);
        var bottom = Math.Min((int)((rows / 2.0) - ((organ.Z - organ.RadiusZ) / spacing)), rows - 1);
        var left = Math.Max((int)((columns / 2.0) + ((organ.X - organ.RadiusX) / spacing)), 0);
        var right = Math.Min((int)((columns / 2.0) + ((organ.X + organ.RadiusX) / spacing)), columns - 1);
        for (var row = top; row <= bottom; row++)
        {
            var z = ((rows / 2.0) - row) * spacing;
            for (var column = left; column <= right; column++)
                image[(row * columns) + column] += organ.ChordAlongY((column - (columns / 2.0)) * spacing, z) * organ.Density / 1000;
        }
    }

    private static void PaintProjection(double[] image, Bead bead, int rows, int columns, double spacing)
    {
        var top = (int)(((rows / 2.0) - ((bead.Z + bead.Radius) / spacing)) + 1);
        var bottom = (int)((rows / 2.0) - ((bead.Z - bead.Radius) / spacing));
        var left = (int)((columns / 2.0) + ((bead.X - bead.Radius) / spacing));
        var right = (int)((columns / 2.0) + ((bead.X + bead.Radius) / spacing));
        for (var row = Math.Max(top, 0); row <= Math.Min(bottom, rows - 1); row++)
        {
            for (var column = Math.Max(left, 0); column <= Math.Min(right, columns - 1); column++)
            {
                var dx = ((column - (columns / 2.0)) * spacing) - bead.X;
                var dz = (((rows / 2.0) - row) * spacing) - bead.Z;
                var rest = (bead.Radius * bead.Radius) - (dx * dx) - (dz * dz);
                if (rest > 0)
                    image[(row * columns) + column] += 2 * Math.Sqrt(rest) * (bead.Hounsfield + 900) / 1000 * 0.35;
            }
        }
    }

    private static int RowOf(double millimetres, int size, double spacing) =>
        Math.Clamp((int)Math.Round((millimetres / spacing) + (size / 2.0)), 0, size - 1);

    private static double Gaussian(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
