namespace ImagingGateway.Imaging.Tests;

/// <summary>How far two rasters of bytes are apart.</summary>
internal static class Difference
{
    public static int Greatest(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        Assert.Equal(left.Length, right.Length);
        var greatest = 0;
        for (var i = 0; i < left.Length; i++)
            greatest = Math.Max(greatest, Math.Abs(left[i] - right[i]));
        return greatest;
    }
}
