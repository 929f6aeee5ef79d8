namespace ImagingGateway.Demo;

/// <summary>Draws a sector with speckle and a beating chamber: enough to see that a loop runs and is complete.</summary>
internal static class UltrasoundLoop
{
    /// <returns>frames × rows × columns bytes.</returns>
    public static byte[] Draw(int rows, int columns, int frames, int seed)
    {
        var loop = new byte[frames * rows * columns];
        var speckle = new byte[rows * columns];
        new Random(seed).NextBytes(speckle);
        for (var frame = 0; frame < frames; frame++)
        {
            var beat = Math.Sin(2 * Math.PI * frame / frames);
            var image = loop.AsSpan(frame * rows * columns, rows * columns);
            for (var row = 0; row < rows; row++)
            {
                for (var column = 0; column < columns; column++)
                    image[(row * columns) + column] = Sample(row, column, rows, columns, beat, speckle);
            }

            var bar = (int)(columns * 0.2 * (frame + 1) / frames); // a progress bar shows which frame it is
            image.Slice((rows - 8) * columns + (columns / 10), bar).Fill(200);
        }

        return loop;
    }

    private static byte Sample(int row, int column, int rows, int columns, double beat, byte[] speckle)
    {
        var x = column - (columns / 2.0);
        var y = row - 12.0;
        var depth = Math.Sqrt((x * x) + (y * y));
        if (y < 0 || depth > rows * 0.94 || Math.Abs(Math.Atan2(x, y)) > 0.72)
            return 0;
        var grain = speckle[((row * 7) + (int)(depth * 3)) * columns % speckle.Length] / 255.0;
        grain = (0.35 * grain) + (0.65 * speckle[(row * columns) + column] / 255.0);
        var echo = 95 * Wall(x, y, rows, -55 * rows / 480.0, 0.50, 0.115 + (0.018 * beat), 0.25 + (0.03 * beat))
            + (80 * Wall(x, y, rows, 58 * rows / 480.0, 0.52, 0.105 + (0.015 * beat), 0.22 + (0.028 * beat)))
            + (36 * Math.Exp(-depth / (rows * 0.9)));
        return (byte)Math.Clamp(echo * (0.35 + (1.1 * grain)), 0, 255);
    }

    /// <summary>Brightness of a chamber's wall: dark inside, bright at the rim, fading outside.</summary>
    private static double Wall(double x, double y, int rows, double centreX, double centreY, double radiusX, double radiusY)
    {
        var dx = (x - centreX) / (rows * radiusX);
        var dy = (y - (rows * centreY)) / (rows * radiusY);
        var distance = Math.Sqrt((dx * dx) + (dy * dy));
        return distance < 0.82 ? -0.3 : Math.Exp(-Math.Pow((distance - 1) * 5, 2));
    }
}
