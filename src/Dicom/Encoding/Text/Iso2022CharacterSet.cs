using System.Text;

namespace ImagingGateway.Dicom.Encoding.Text;

/// <summary>
/// Code extensions (PS3.5 6.1.2.4, 6.1.2.5): escape sequences designate sets to G0 (bytes 21 to 7E) and G1 (A1 to FE); delimiters
/// and control characters return to the initial ones.
/// </summary>
internal sealed class Iso2022CharacterSet : CharacterSet
{
    private const byte Esc = 0x1B;

    private readonly CodedSet? _initialG1;
    private readonly CodedSet[] _declared;

    public Iso2022CharacterSet(CodedSet? first, CodedSet[] declared)
    {
        _initialG1 = first is { Kind: CodedSetKind.SingleByte or CodedSetKind.Katakana } ? first : null;
        _declared = declared;
    }

    public override bool KeepsAscii => false;

    public override string Decode(ReadOnlySpan<byte> bytes, TextReading reading, TextFallback? fallback)
    {
        if (Ascii.IsValid(bytes) && !bytes.Contains(Esc))
            return System.Text.Encoding.ASCII.GetString(bytes);
        var text = new StringBuilder(bytes.Length);
        CodedSet? g0 = null, g1 = _initialG1, lastG1 = null;
        while (!bytes.IsEmpty)
        {
            var first = bytes[0];
            if (first == Esc && Designate(bytes[1..], ref g0, ref g1) is > 0 and var length)
            {
                lastG1 = g1 ?? lastG1;
                bytes = bytes[(1 + length)..];
                continue;
            }

            if (g0 is not null && first is > 0x20 and < 0x7F)
            {
                var run = RunOf(bytes, 0x21, 0x7E) & ~1;
                run = run == 0 ? 1 : run;
                AppendDoubleByteG0(text, bytes[..run], g0);
                bytes = bytes[run..];
                continue;
            }

            if (first >= 0x80)
            {
                var run = RunOf(bytes, 0x80, 0xFF);
                // Some writers designate once and do not repeat it after a delimiter.
                var set = g1 ?? (reading == TextReading.Lenient ? lastG1 ?? Array.Find(_declared, s => s.Kind != CodedSetKind.DoubleByteG0 && s.Kind != CodedSetKind.Ascii) : null);
                text.Append(set is null ? CodePages.Get(reading == TextReading.Lenient ? 1252 : 20127).GetString(bytes[..run]) : set.Coding.GetString(bytes[..run]));
                bytes = bytes[run..];
                continue;
            }

            text.Append((char)first);
            bytes = bytes[1..];
            if (first is (byte)'\\' or (byte)'^' or (byte)'=' or (byte)'\r' or (byte)'\n' or (byte)'\f' or (byte)'\t')
                (g0, g1) = (null, _initialG1);
        }

        return text.ToString();
    }

    public override byte[] Encode(string text)
    {
        var output = new MemoryStream();
        CodedSet? g0 = null, g1 = _initialG1;
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.IsAscii)
            {
                EndG0(output, ref g0);
                output.WriteByte((byte)rune.Value);
                if (rune.Value is '\\' or '^' or '=' or '\r' or '\n' or '\f' or '\t')
                    g1 = _initialG1;
                continue;
            }

            var character = rune.ToString();
            var set = SetOf(character, g0 ?? g1);
            if (set is null)
            {
                EndG0(output, ref g0);
                output.WriteByte((byte)'?');
                continue;
            }

            if (set.Kind == CodedSetKind.DoubleByteG0)
            {
                if (g0 != set)
                    Escape(output, set);
                g0 = set;
            }
            else
            {
                EndG0(output, ref g0);
                if (g1 != set)
                    Escape(output, set);
                g1 = set;
            }

            output.Write(BytesOf(character, set));
        }

        EndG0(output, ref g0);
        return output.ToArray();
    }

    private static void EndG0(MemoryStream output, ref CodedSet? g0)
    {
        if (g0 is not null)
            output.Write([Esc, (byte)'(', (byte)'B']);
        g0 = null;
    }

    private static void Escape(MemoryStream output, CodedSet set)
    {
        output.WriteByte(Esc);
        output.Write(System.Text.Encoding.ASCII.GetBytes(set.Escape));
    }

    // The set in use if it has the character, else the first declared one that has.
    private CodedSet? SetOf(string character, CodedSet? inUse) =>
        inUse is not null && Has(inUse, character) ? inUse : Array.Find(_declared, s => Has(s, character));

    private static bool Has(CodedSet set, string character)
    {
        if (set.Kind == CodedSetKind.Ascii)
            return false;
        var bytes = set.Coding.GetBytes(character);
        return set.Kind switch
        {
            CodedSetKind.SingleByte or CodedSetKind.Katakana => bytes.Length == 1 && bytes[0] >= 0x80,
            _ when set.Number == 159 => bytes is [>= 0xA1, >= 0x21 and <= 0x7E],
            _ => bytes is [>= 0xA1, >= 0xA1],
        };
    }

    private static byte[] BytesOf(string character, CodedSet set)
    {
        var bytes = set.Coding.GetBytes(character);
        return set.Kind == CodedSetKind.DoubleByteG0 ? [.. bytes.Select(b => (byte)(b & 0x7F))] : bytes;
    }

    // EUC-JP holds both Japanese double-byte sets with the high bits set; code page 20932 leaves the second byte of JIS X 0212 as it is.
    private static void AppendDoubleByteG0(StringBuilder text, ReadOnlySpan<byte> run, CodedSet set)
    {
        var euc = new byte[run.Length];
        for (var i = 0; i < run.Length; i++)
            euc[i] = set.Number == 159 && (i & 1) == 1 ? run[i] : (byte)(run[i] | 0x80);
        text.Append(set.Coding.GetString(euc));
    }

    private static int RunOf(ReadOnlySpan<byte> bytes, byte low, byte high)
    {
        var end = bytes.IndexOfAnyExceptInRange(low, high);
        return end < 0 ? bytes.Length : end;
    }

    // Length of the escape sequence behind ESC; 0 when it is none of the standard's.
    private static int Designate(ReadOnlySpan<byte> rest, ref CodedSet? g0, ref CodedSet? g1)
    {
        // ASCII and JIS X 0201 romaji in G0; JIS C 6226-1978 is read as its successor.
        if (rest.StartsWith("(B"u8) || rest.StartsWith("(J"u8))
        {
            g0 = null;
            return 2;
        }

        if (rest.StartsWith("$@"u8))
        {
            g0 = Array.Find(CodedSet.All, s => s.Number == 87);
            return 2;
        }

        foreach (var set in CodedSet.All)
        {
            if (rest.Length < set.Escape.Length || !Ascii.Equals(rest[..set.Escape.Length], set.Escape))
                continue;
            if (set.Kind == CodedSetKind.DoubleByteG0)
                g0 = set;
            else
                g1 = set;
            return set.Escape.Length;
        }

        return 0;
    }
}
