namespace ImagingGateway.Demo;

/// <summary>
/// An invented chest, drawn from a seed: the same body serves the CT (cut into slices) and the chest X-ray (projected).
/// Resembles nobody; only good enough that a person sees at once whether window, order and orientation are right.
/// </summary>
internal sealed class ChestPhantom : Phantom
{
    private readonly Random _random;

    public ChestPhantom(int seed)
    {
        _random = new Random(seed);
        Organs.Add(new Ellipsoid(0, 0, 0, 170, 112, 420, 930)); // skin and fat
        Organs.Add(new Ellipsoid(0, 2, 0, 156, 98, 420, 110)); // muscle
        Organs.Add(new Ellipsoid(-72, 4, 12, 60, 78, 140, -890)); // right lung (the patient's right is at negative x)
        Organs.Add(new Ellipsoid(74, 6, 20, 56, 76, 132, -890)); // left lung
        Organs.Add(new Ellipsoid(28, -20, -22, 50, 46, 58, 330, 45)); // heart, over lung and mediastinum
        Organs.Add(new Ellipsoid(0, -4, 60, 24, 38, 110, 20)); // mediastinum
        Organs.Add(new Ellipsoid(0, 8, 118, 9, 9, 95, -1020)); // trachea
        Organs.Add(new Ellipsoid(18, 44, 0, 13, 13, 300, 70)); // descending aorta
        Organs.Add(new Ellipsoid(-60, 2, -128, 84, 76, 62, 20, 60)); // liver dome
        Organs.Add(new Ellipsoid(-72, 4, -108, 58, 74, 46, 560, 60)); // its top fills the lung base
        Organs.Add(new Ellipsoid(80, 20, -112, 44, 50, 40, 540, 55)); // spleen and stomach under the left lung
        Organs.Add(new Ellipsoid(0, 66, 0, 8, 9, 400, -70)); // spinal canal
        AddSpine();
        AddRibs();
        AddVessels(-72, 4, 12, 50, 66, 118);
        AddVessels(74, 6, 20, 46, 64, 110);
        Beads.Add(new Bead(-96, -14, 46, 6.5, 40)); // a nodule to measure: 13 mm
    }

    private void AddSpine()
    {
        for (var z = -180; z <= 180; z += 24)
        {
            Organs.Add(new Ellipsoid(0, 50, z, 18, 15, 10.5, 240));
            Organs.Add(new Ellipsoid(0, 82, z - 6, 4, 13, 8, 300));
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
                    Beads.Add(new Bead(x, y, top - (angle * 22), 4.2, 420));
                }
            }
        }

        for (var z = -20; z < 120; z += 4)
            Beads.Add(new Bead(0, -86, z, 7, 330)); // breastbone
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
                Beads.Add(new Bead(
                    (x * (0.45 + (0.55 * t))) + (Math.Sin(phi) * Math.Cos(a) * radiusX * t),
                    y + (Math.Sin(phi) * Math.Sin(a) * radiusY * t),
                    z + (Math.Cos(phi) * radiusZ * t),
                    0.5 + (3.2 * (1 - t) * (0.4 + (0.6 * (vessel % 3 / 2.0)))),
                    20 - (120 * t)));
            }
        }
    }
}
