namespace ImagingGateway.Demo;

/// <summary>A body part as claims show it.</summary>
/// <param name="Spacing">Between pixels, mm.</param>
/// <param name="Attenuation">Millimetres of water that let a third of an X-ray through.</param>
/// <param name="FromZ">Lowest slice, mm.</param>
/// <param name="ToZ">Highest slice, mm.</param>
internal sealed record ClaimBody(Phantom Phantom, double Spacing, double Attenuation, double FromZ, double ToZ)
{
    private const double Bone = 1100;

    /// <param name="bodyPart">As in Body Part Examined.</param>
    public static ClaimBody Of(string bodyPart) => bodyPart switch
    {
        "LSPINE" => new(LumbarSpine(), 3, 120, -60, 60),
        "KNEE" => new(Knee(), 1.5, 70, -30, 30),
        "HAND" => new(Hand(), 1.5, 26, -40, 0),
        "BRAIN" => new(Head(), 2, 0, -30, 45),
        "ABDOMEN" => new(Abdomen(), 3, 0, -60, 40),
        _ => new(new ChestPhantom(1962), 3, 120, -120, 100),
    };

    private static Phantom LumbarSpine()
    {
        var body = new Phantom { Organs = [new(0, 0, 0, 165, 95, 420, 850), new(-95, 40, -175, 62, 26, 70, 260), new(95, 40, -175, 62, 26, 70, 260), new(0, 62, -165, 42, 24, 52, 420)] };
        for (var z = -105; z <= 175; z += 36)
        {
            body.Organs.Add(new Ellipsoid(0, 30, z, 27, 19, 15.5, Bone)); // the vertebra's body
            body.Organs.Add(new Ellipsoid(0, 72, z - 8, 5, 17, 11, Bone)); // spinous process
            foreach (var side in (ReadOnlySpan<int>)[-1, 1])
            {
                body.Organs.Add(new Ellipsoid(side * 19, 50, z + 4, 6, 9, 8, Bone)); // pedicle
                body.Organs.Add(new Ellipsoid(side * 44, 50, z, 18, 4, 5, Bone)); // transverse process
            }
        }

        return body;
    }

    private static Phantom Knee() => new()
    {
        Organs =
        [
            new(0, 0, 0, 56, 58, 260, 900), new(0, -6, 90, 15, 15, 82, Bone), new(-21, 6, 18, 22, 27, 24, Bone), new(21, 6, 18, 22, 27, 24, Bone), // thigh bone
            new(0, 4, -24, 42, 27, 15, Bone), new(0, -2, -98, 15, 16, 84, Bone), new(41, 22, -96, 7, 7, 68, Bone), new(0, -40, 26, 20, 8, 21, Bone), // shin, fibula, kneecap
        ],
    };

    private static Phantom Hand()
    {
        var body = new Phantom { Organs = [new(0, 0, -28, 46, 14, 52, 900), new(0, 0, -96, 30, 18, 70, 900), new(-11, 0, -104, 9, 8, 46, Bone), new(13, 0, -104, 7, 7, 46, Bone)] };
        for (var finger = 0; finger < 5; finger++)
        {
            var isThumb = finger == 0;
            var (x, z, lean, length) = isThumb ? (-42.0, -42.0, -0.62, 17.0) : (-45.0 + (finger * 19), -6.0, (finger - 2.5) * 0.07, 23.0 - (Math.Abs(finger - 2.6) * 2));
            for (var bone = isThumb ? 1 : 0; bone < 4; bone++)
            {
                for (var step = 0.0; step < length * 1.7; step += 2)
                {
                    var along = (bone * length * 1.9) - (isThumb ? 30 : 45) + step;
                    body.Beads.Add(new Bead(x + (along * lean), 0, z + along, 4.4 - (bone * 0.6), 900));
                    body.Organs.Add(new Ellipsoid(x + (along * lean), 0, z + along, 9, 8, 5, 320));
                }
            }
        }

        foreach (var wrist in Enumerable.Range(0, 8))
            body.Organs.Add(new Ellipsoid(-21 + (wrist % 4 * 14), 0, -54 - (wrist / 4 * 12), 6.5, 7, 6, Bone));
        return body;
    }

    /// <summary>In the greys of a T1 image: fat bright, bone and water dark.</summary>
    private static Phantom Head() => new()
    {
        Organs =
        [
            new(0, 0, 0, 82, 100, 105, 0, 250), new(0, 0, 0, 76, 94, 99, 0, -820), new(0, 0, 0, 70, 88, 93, 0, -60), new(-29, 0, 4, 32, 70, 70, 0, 120), new(29, 0, 4, 32, 70, 70, 0, 120),
            new(-12, -14, 16, 8, 27, 18, 0, -560), new(12, -14, 16, 8, 27, 18, 0, -560), new(0, 4, -2, 4, 17, 20, 0, -520), new(0, 0, 60, 1.6, 86, 60, 0, -500), // ventricles, falx
            new(-30, 10, 4, 9, 15, 12, 0, 10), new(30, 10, 4, 9, 15, 12, 0, 10), new(-34, 56, -50, 30, 26, 22, 0, -20), new(34, 56, -50, 30, 26, 22, 0, -20),
        ],
    };

    /// <summary>With contrast in vessels and kidneys.</summary>
    private static Phantom Abdomen()
    {
        var body = new Phantom
        {
            Organs =
            [
                new(0, 0, 0, 165, 112, 420, 900), new(0, 2, 0, 150, 97, 420, 150), new(-74, -8, 20, 66, 74, 78, 0, 115), new(92, 22, 30, 38, 48, 52, 0, 120), new(52, -48, 22, 44, 30, 40, 0, 20), // fat, muscle, liver, spleen, stomach
                new(50, -62, 24, 20, 11, 22, 0, -900), new(-58, 44, -44, 27, 24, 52, 0, 190), new(60, 44, -36, 27, 24, 52, 0, 190), new(-58, 40, -44, 9, 9, 28, 0, 30), new(60, 40, -36, 9, 9, 28, 0, 30), // kidneys
                new(-48, -36, -8, 13, 17, 22, 0, 8), new(4, 26, 0, 11, 11, 300, 0, 260), new(-20, 26, 0, 13, 10, 300, 0, 170), // gallbladder, great vessels
            ],
        };
        for (var z = -160; z <= 160; z += 32)
            body.Organs.Add(new Ellipsoid(0, 62, z, 25, 19, 14, 0, 420));
        body.Organs.Add(new Ellipsoid(0, 82, 0, 9, 8, 300, 0, 30));
        for (var rib = 0; rib < 5; rib++)
        {
            for (var angle = 0.5; angle < 2.4; angle += 0.025)
            {
                foreach (var side in (ReadOnlySpan<int>)[-1, 1])
                    body.Beads.Add(new Bead(side * Math.Sin(angle) * 143, Math.Cos(angle) * 90, 100 - (rib * 26) - (angle * 22), 4.2, 480));
            }
        }

        return body;
    }
}
