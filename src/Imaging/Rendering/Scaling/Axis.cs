namespace ImagingGateway.Imaging.Rendering.Scaling;

/// <summary>
/// How the places of one output axis are made from source places: the mean of the area covered when shrinking, two
/// neighbours when enlarging.
/// </summary>
internal sealed class Axis
{
    private readonly int[] _first;
    private readonly float[] _weights;

    /// <param name="origin">Where the region begins, in source places.</param>
    /// <param name="length">Length of the region in source places.</param>
    /// <param name="sourceCount">Places of the whole source.</param>
    /// <param name="count">Places of the output.</param>
    /// <param name="isFlipped">The output runs backwards.</param>
    public Axis(double origin, double length, int sourceCount, int count, bool isFlipped)
    {
        var step = length / count;
        Taps = step > 1 ? (int)Math.Ceiling(step) + 1 : 2;
        Count = count;
        _first = new int[count];
        _weights = new float[count * Taps];
        for (var i = 0; i < count; i++)
        {
            var from = origin + ((isFlipped ? count - 1 - i : i) * step);
            var weights = _weights.AsSpan(i * Taps, Taps);
            _first[i] = step > 1 ? Area(from, from + step, sourceCount, weights) : Neighbours(from + (step / 2) - 0.5, sourceCount, weights);
        }
    }

    public int Count { get; }

    /// <summary>Source places that make one output place, some perhaps with weight zero.</summary>
    public int Taps { get; }

    public int First(int index) => _first[index];

    /// <summary>The weights from <see cref="First"/> on; their sum is one.</summary>
    public ReadOnlySpan<float> Weights(int index) => _weights.AsSpan(index * Taps, Taps);

    private static int Area(double from, double to, int sourceCount, Span<float> weights)
    {
        (from, to) = (Math.Clamp(from, 0, sourceCount - 1e-6), Math.Clamp(to, 1e-6, sourceCount));
        var first = (int)from;
        for (var k = 0; k < weights.Length; k++)
            weights[k] = (float)(Math.Max(0, Math.Min(to, first + k + 1) - Math.Max(from, first + k)) / (to - from));
        return first;
    }

    private static int Neighbours(double center, int sourceCount, Span<float> weights)
    {
        center = Math.Clamp(center, 0, sourceCount - 1);
        var first = Math.Max(0, Math.Min((int)center, sourceCount - 2));
        weights[1] = (float)(center - first);
        weights[0] = 1 - weights[1];
        return first;
    }
}
