namespace ImagingGateway.Demo;

/// <summary>
/// An invented chest, drawn from a seed: the same body serves the CT (cut into slices) and the chest X-ray (projected).
/// Resembles nobody; only good enough that a person sees at once whether window, order and orientation are right.
/// </summary>
internal sealed class ChestPhantom
{
    private const double Air = -1000;
    private readonly List<Ellipsoid> _organs = [];
    private readonly List<Bead> _beads = [];
    private readonly Random _random;

    public ChestPhantom(int seed)
    {
        _random = new Random(seed);
        _organs.Add(new Ellipsoid(0, 0, 0, 170, 112, 420, 930)); // skin and fat
        _organs.Add(new Ellipsoid(0, 2, 0, 156, 98, 420, 110)); // muscle
        _organs.Add(new Ellipsoid(-72, 4, 12, 60, 78, 140, -890)); // right lung (the patient's right is at negative x)
        _organs.Add(new Ellipsoid(74, 6, 20, 56, 76, 132, -890)); // left lung
        _organs.Add(new Ellipsoid(28, -20, -22, 50, 46, 58, 330, 45)); // heart, over lung and mediastinum
        _organs.Add(new Ellipsoid(0, -4, 60, 24, 38, 110, 20)); // mediastinum
        _organs.Add(new Ellipsoid(0, 8, 118, 9, 9, 95, -1020)); // trachea
        _organs.Add(new Ellipsoid(18, 44, 0, 13, 13, 300, 70)); // descending aorta
        _organs.Add(new Ellipsoid(-60, 2, -128, 84, 76, 62, 20, 60)); // liver dome
        _organs.Add(new Ellipsoid(-72, 4, -108, 58, 74, 46, 560, 60)); // its top fills the lung base
        _organs.Add(new Ellipsoid(80, 20, -112, 44, 50, 40, 540, 55)); // spleen and stomach under the left lung
        _organs.Add(new Ellipsoid(0, 66, 0, 8, 9, 400, -70)); // spinal canal
        AddSpine();
        AddRibs();
        AddVessels(-72, 4, 12, 50, 66, 118);
        AddVessels(74, 6, 20, 46, 64, 110);
        _beads.Add(new Bead(-96, -14, 46, 6.5, 40)); // a nodule to measure: 13 mm
    }

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
        foreach (var organ in _organs)
            Paint(values, organ, z, size, spacing);
        foreach (var bead in _beads.Where(bead => Math.Abs(bead.Z - z) < bead.Radius + (thickness / 4)))
            Paint(values, bead, z, size, spacing);
        var random = new Random(HashCode.Combine((int)Math.Round(z * 100), 17));
        var slice = new short[values.Length];
        for (var i = 0; i < values.Length; i++)
            slice[i] = (short)Math.Clamp(values[i] + (noise * Gaussian(random)), -1024, 3071);
        return slice;
    }

    /// <summary>Line integrals from front to back as water-equivalent millimetres, row 0 at the head.</summary>
    public double[] Project(int rows, int columns, double spacing)
    {
        var image = new double[rows * columns];
        foreach (var organ in _organs)
            PaintProjection(image, organ, rows, columns, spacing);
        foreach (var bead in _beads)
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

    private void AddSpine()
    {
        for (var z = -180; z <= 180; z += 24)
        {
            _organs.Add(new Ellipsoid(0, 50, z, 18, 15, 10.5, 240));
            _organs.Add(new Ellipsoid(0, 82, z - 6, 4, 13, 8, 300));
        }
    }

    private void AddRibs()
    {
        for (var rib = 0; rib < 11; rib++)
        {
            var top = 150 - (rib * 26);
            var scale = Math.Min(1, 0.86 + (rib * 0.05));
            foreach (var side in (ReadOnlySpan<int>)[-1, 1])
            {
                for (var angle = 0.25; angle < 2.75; angle += 0.022)
                {
                    var x = side * Math.Sin(angle) * 142 * scale;
                    var y = Math.Cos(angle) * 88 * scale;
                    _beads.Add(new Bead(x, y, top - (angle * 22), 4.2, 420));
                }
            }
        }

        for (var z = -20; z < 120; z += 4)
            _beads.Add(new Bead(0, -86, z, 7, 330)); // breastbone
    }

    private void AddVessels(double x, double y, double z, double radiusX, double radiusY, double radiusZ)
    {
        for (var vessel = 0; vessel < 90; vessel++)
        {
            var theta = _random.NextDouble() * 2 * Math.PI;
            var phi = Math.Acos((2 * _random.NextDouble()) - 1);
            var bend = (_random.NextDouble() - 0.5) * 0.8;
            for (var t = 0.12; t < 0.98; t += 0.02)
            {
                var a = theta + (bend * t);
                _beads.Add(new Bead(
                    (x * (0.45 + (0.55 * t))) + (Math.Sin(phi) * Math.Cos(a) * radiusX * t),
                    y + (Math.Sin(phi) * Math.Sin(a) * radiusY * t),
                    z + (Math.Cos(phi) * radiusZ * t),
                    0.5 + (3.2 * (1 - t) * (0.4 + (0.6 * (vessel % 3 / 2.0)))),
                    20 - (120 * t)));
            }
        }
    }
}
