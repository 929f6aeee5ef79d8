using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ImagingGateway.Imaging.Codecs.Jpeg;

/// <summary>The 8 × 8 inverse discrete cosine transform (ITU-T T.81 A.3.3), in single precision: eight columns at a time.</summary>
internal sealed class InverseDct
{
    private readonly Vector256<float>[] _steps = new Vector256<float>[8];
    private readonly float _middle;
    private readonly float _most;

    public InverseDct(ReadOnlySpan<ushort> quantization, int precision)
    {
        for (var row = 0; row < 8; row++)
            _steps[row] = Widen(MemoryMarshal.Cast<ushort, short>(quantization.Slice(row * 8, 8)), unsigned: true);
        _middle = (1 << (precision - 1)) + 0.5f;
        _most = (1 << precision) - 1;
    }

    /// <summary>Turns one block of quantized coefficients into samples.</summary>
    public void Apply(ReadOnlySpan<short> block, Span<ushort> samples, int stride)
    {
        Span<Vector256<float>> rows = stackalloc Vector256<float>[8];
        for (var row = 0; row < 8; row++)
            rows[row] = Widen(block.Slice(row * 8, 8), unsigned: false) * _steps[row];
        OneDimension(rows);
        Transpose(rows);
        OneDimension(rows);
        Transpose(rows);
        for (var row = 0; row < 8; row++)
        {
            var values = Vector256.Min(Vector256.Max(rows[row] + Vector256.Create(_middle), Vector256<float>.Zero), Vector256.Create(_most));
            var line = samples.Slice(row * stride, 8);
            for (var column = 0; column < 8; column++)
                line[column] = (ushort)values[column];
        }
    }

    /// <summary>x(n) = Σ c(k)/2 · S(k) · cos((2n+1)kπ/16), the even and the odd half apart.</summary>
    private static void OneDimension(Span<Vector256<float>> s)
    {
        const float c1 = 0.49039264f, c2 = 0.46193977f, c3 = 0.41573481f, c4 = 0.35355339f, c5 = 0.27778512f, c6 = 0.19134172f, c7 = 0.09754516f;
        var (sum, difference) = ((s[0] + s[4]) * c4, (s[0] - s[4]) * c4);
        var (near, far) = ((s[2] * c2) + (s[6] * c6), (s[2] * c6) - (s[6] * c2));
        var (e0, e1, e2, e3) = (sum + near, difference + far, difference - far, sum - near);
        var o0 = (s[1] * c1) + (s[3] * c3) + (s[5] * c5) + (s[7] * c7);
        var o1 = (s[1] * c3) - (s[3] * c7) - (s[5] * c1) - (s[7] * c5);
        var o2 = (s[1] * c5) - (s[3] * c1) + (s[5] * c7) + (s[7] * c3);
        var o3 = (s[1] * c7) - (s[3] * c5) + (s[5] * c3) - (s[7] * c1);
        (s[0], s[7]) = (e0 + o0, e0 - o0);
        (s[1], s[6]) = (e1 + o1, e1 - o1);
        (s[2], s[5]) = (e2 + o2, e2 - o2);
        (s[3], s[4]) = (e3 + o3, e3 - o3);
    }

    private static void Transpose(Span<Vector256<float>> rows)
    {
        var cells = MemoryMarshal.Cast<Vector256<float>, float>(rows);
        for (var row = 0; row < 8; row++)
        {
            for (var column = row + 1; column < 8; column++)
                (cells[(row * 8) + column], cells[(column * 8) + row]) = (cells[(column * 8) + row], cells[(row * 8) + column]);
        }
    }

    private static Vector256<float> Widen(ReadOnlySpan<short> values, bool unsigned)
    {
        var narrow = Vector128.Create(values);
        return unsigned
            ? Vector256.ConvertToSingle(Vector256.Create(Vector128.WidenLower(narrow.AsUInt16()), Vector128.WidenUpper(narrow.AsUInt16())).AsInt32())
            : Vector256.ConvertToSingle(Vector256.Create(Vector128.WidenLower(narrow), Vector128.WidenUpper(narrow)));
    }
}
