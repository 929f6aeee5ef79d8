using System.Text;

namespace ImagingGateway.Dicom.Encoding.Text;

/// <summary>VNI for Windows: a letter, then a byte for all that stands above or below it. A few letters have bytes of their own.</summary>
internal sealed class VniText : TextFallback
{
    private const char Grave = '\u0300', Acute = '\u0301', Circumflex = '\u0302', Tilde = '\u0303', Breve = '\u0306', Hook = '\u0309', Dot = '\u0323';

    /// <inheritdoc/>
    public override string? Decode(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length + 8);
        var canCarry = false;
        foreach (var value in bytes)
        {
            if (canCarry && Marks(value) is { Length: > 0 } marks)
            {
                text.Append(marks);
                canCarry = false;
                continue;
            }

            if (Letter(value) is not { } letter)
                return null;
            text.Append(letter);
            canCarry = "aeouyơưAEOUYƠƯ".Contains(letter, StringComparison.Ordinal);
        }

        return text.ToString().Normalize(NormalizationForm.FormC);
    }

    // Capital letters have the same bytes 20 (hex) lower.
    private static char? Letter(byte value) => value switch
    {
        < 0x80 => (char)value,
        0xF1 => 'đ',
        0xD1 => 'Đ',
        0xF6 => 'ư',
        0xD6 => 'Ư',
        0xF4 => 'ơ',
        0xD4 => 'Ơ',
        0xED => 'í',
        0xCD => 'Í',
        0xEC => 'ì',
        0xCC => 'Ì',
        0xE6 => 'ỉ',
        0xC6 => 'Ỉ',
        0xF3 => 'ĩ',
        0xD3 => 'Ĩ',
        0xF2 => 'ị',
        0xD2 => 'Ị',
        0xEE => 'ỵ',
        0xCE => 'Ỵ',
        _ => null,
    };

    private static char[] Marks(byte value) => (value | 0x20) switch
    {
        _ when value < 0xC0 => [],
        0xF9 => [Acute],
        0xF8 => [Grave],
        0xFB => [Hook],
        0xF5 => [Tilde],
        0xEF => [Dot],
        0xE2 => [Circumflex],
        0xE1 => [Circumflex, Acute],
        0xE0 => [Circumflex, Grave],
        0xE5 => [Circumflex, Hook],
        0xE3 => [Circumflex, Tilde],
        0xE4 => [Dot, Circumflex],
        0xEA => [Breve],
        0xE9 => [Breve, Acute],
        0xE8 => [Breve, Grave],
        0xFA => [Breve, Hook],
        0xFC => [Breve, Tilde],
        0xEB => [Dot, Breve],
        _ => [],
    };
}
