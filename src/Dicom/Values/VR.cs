namespace ImagingGateway.Dicom.Values;

/// <summary>A value representation (PS3.5 6.2): the two letters, and what they say about length and coding.</summary>
/// <param name="Code">Both ASCII letters, the first in the high byte.</param>
public readonly record struct VR(ushort Code)
{
    /// <summary>Application entity: at most 16 characters.</summary>
    public static readonly VR AE = Of("AE");

    /// <summary>Age: <c>nnnD</c>, <c>W</c>, <c>M</c> or <c>Y</c>.</summary>
    public static readonly VR AS = Of("AS");

    /// <summary>Attribute tag: two 16-bit numbers.</summary>
    public static readonly VR AT = Of("AT");

    /// <summary>Code string: at most 16 upper case letters, digits, space, underscore.</summary>
    public static readonly VR CS = Of("CS");

    /// <summary>Date: <c>YYYYMMDD</c>.</summary>
    public static readonly VR DA = Of("DA");

    /// <summary>Decimal string: at most 16 characters.</summary>
    public static readonly VR DS = Of("DS");

    /// <summary>Date and time with fraction and offset from UTC; at most 26 characters.</summary>
    public static readonly VR DT = Of("DT");

    /// <summary>64-bit floating point.</summary>
    public static readonly VR FD = Of("FD");

    /// <summary>32-bit floating point.</summary>
    public static readonly VR FL = Of("FL");

    /// <summary>Integer string: at most 12 characters.</summary>
    public static readonly VR IS = Of("IS");

    /// <summary>Long string: at most 64 characters.</summary>
    public static readonly VR LO = Of("LO");

    /// <summary>Long text: at most 10240 characters, one value.</summary>
    public static readonly VR LT = Of("LT");

    /// <summary>Other bytes.</summary>
    public static readonly VR OB = Of("OB");

    /// <summary>Other 64-bit floating point.</summary>
    public static readonly VR OD = Of("OD");

    /// <summary>Other 32-bit floating point.</summary>
    public static readonly VR OF = Of("OF");

    /// <summary>Other 32-bit words.</summary>
    public static readonly VR OL = Of("OL");

    /// <summary>Other 64-bit words.</summary>
    public static readonly VR OV = Of("OV");

    /// <summary>Other 16-bit words.</summary>
    public static readonly VR OW = Of("OW");

    /// <summary>Person name: groups of at most 64 characters with five components.</summary>
    public static readonly VR PN = Of("PN");

    /// <summary>Short string: at most 16 characters.</summary>
    public static readonly VR SH = Of("SH");

    /// <summary>Signed 32-bit.</summary>
    public static readonly VR SL = Of("SL");

    /// <summary>Sequence of items.</summary>
    public static readonly VR SQ = Of("SQ");

    /// <summary>Signed 16-bit.</summary>
    public static readonly VR SS = Of("SS");

    /// <summary>Short text: at most 1024 characters, one value.</summary>
    public static readonly VR ST = Of("ST");

    /// <summary>Signed 64-bit.</summary>
    public static readonly VR SV = Of("SV");

    /// <summary>Time: <c>HHMMSS.FFFFFF</c>, less where not known.</summary>
    public static readonly VR TM = Of("TM");

    /// <summary>Unlimited characters.</summary>
    public static readonly VR UC = Of("UC");

    /// <summary>Unique identifier: at most 64 characters.</summary>
    public static readonly VR UI = Of("UI");

    /// <summary>Unsigned 32-bit.</summary>
    public static readonly VR UL = Of("UL");

    /// <summary>Unknown: bytes as they are.</summary>
    public static readonly VR UN = Of("UN");

    /// <summary>Universal resource identifier, one value.</summary>
    public static readonly VR UR = Of("UR");

    /// <summary>Unsigned 16-bit.</summary>
    public static readonly VR US = Of("US");

    /// <summary>Unlimited text, one value.</summary>
    public static readonly VR UT = Of("UT");

    /// <summary>Unsigned 64-bit.</summary>
    public static readonly VR UV = Of("UV");

    /// <summary>The 34 defined representations.</summary>
    public static IReadOnlyList<VR> All { get; } =
        [AE, AS, AT, CS, DA, DS, DT, FD, FL, IS, LO, LT, OB, OD, OF, OL, OV, OW, PN, SH, SL, SQ, SS, ST, SV, TM, UC, UI, UL, UN, UR, US, UT, UV];

    /// <summary>One of the 34 defined representations.</summary>
    public bool IsKnown => Traits(Code) != VRTraits.Unknown;

    /// <summary>Explicit encodings give this VR two reserved bytes and a 32-bit length (PS3.5 7.1.2). Unknown VRs do too.</summary>
    public bool HasLongHeader => (Traits(Code) & VRTraits.LongHeader) != 0 || !IsKnown;

    /// <summary>The value is text.</summary>
    public bool IsText => (Traits(Code) & VRTraits.Text) != 0;

    /// <summary>Specific Character Set (0008,0005) governs the text (PS3.5 6.1.2.3).</summary>
    public bool UsesCharacterSet => (Traits(Code) & VRTraits.CharacterSet) != 0;

    /// <summary>A backslash separates values; false for ST, LT, UT, UR and for binary values.</summary>
    public bool IsMultiValuedText => (Traits(Code) & VRTraits.MultiValued) != 0;

    /// <summary>Bytes that change order together between big and little endian: 1, 2, 4 or 8.</summary>
    public int UnitSize => (int)(Traits(Code) & VRTraits.Unit8) switch { 1 => 2, 2 => 4, 3 => 8, _ => 1 };

    /// <summary>The byte that makes an odd value even: space for text, NUL for UI and binary (PS3.5 6.2).</summary>
    public byte Padding => IsText && this != UI ? (byte)' ' : (byte)0;

    /// <summary>Reads two ASCII letters; any letters, known or not.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out VR vr)
    {
        var letters = text is [>= 'A' and <= 'Z', >= 'A' and <= 'Z'];
        vr = letters ? new VR((ushort)((text[0] << 8) | text[1])) : default;
        return letters;
    }

    /// <summary>The same from ASCII bytes.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out VR vr)
    {
        var letters = text is [>= (byte)'A' and <= (byte)'Z', >= (byte)'A' and <= (byte)'Z'];
        vr = letters ? new VR((ushort)((text[0] << 8) | text[1])) : default;
        return letters;
    }

    /// <inheritdoc/>
    public override string ToString() => Code == 0 ? "??" : new string([(char)(Code >> 8), (char)(Code & 0xFF)]);

    private static VR Of(string letters) => new((ushort)((letters[0] << 8) | letters[1]));

    private static readonly byte[] Table = BuildTable();

    private static VRTraits Traits(ushort code)
    {
        var index = (((code >> 8) - 'A') * 26) + (code & 0xFF) - 'A';
        return (uint)((code & 0xFF) - 'A') < 26 && (uint)index < (uint)Table.Length ? (VRTraits)Table[index] : VRTraits.Unknown;
    }

    private static byte[] BuildTable()
    {
        var table = new byte[26 * 26];
        for (var i = 0; i < table.Length; i++)
            table[i] = (byte)Row((ushort)(((i / 26) + 'A') << 8 | ((i % 26) + 'A')));
        return table;
    }

    private static VRTraits Row(ushort code) => code switch
    {
        0x4145 or 0x4153 or 0x4353 or 0x4441 or 0x4453 or 0x4454 or 0x4953 or 0x544D or 0x5549 // AE AS CS DA DS DT IS TM UI
            => VRTraits.Text | VRTraits.MultiValued | VRTraits.Known,
        0x4C4F or 0x504E or 0x5348 // LO PN SH
            => VRTraits.Text | VRTraits.MultiValued | VRTraits.CharacterSet | VRTraits.Known,
        0x5543 // UC
            => VRTraits.Text | VRTraits.MultiValued | VRTraits.CharacterSet | VRTraits.LongHeader | VRTraits.Known,
        0x4C54 or 0x5354 // LT ST
            => VRTraits.Text | VRTraits.CharacterSet | VRTraits.Known,
        0x5554 // UT
            => VRTraits.Text | VRTraits.CharacterSet | VRTraits.LongHeader | VRTraits.Known,
        0x5552 // UR
            => VRTraits.Text | VRTraits.LongHeader | VRTraits.Known,
        0x4154 or 0x5353 or 0x5553 => VRTraits.Unit2 | VRTraits.Known, // AT SS US
        0x464C or 0x534C or 0x554C => VRTraits.Unit4 | VRTraits.Known, // FL SL UL
        0x4644 => VRTraits.Unit8 | VRTraits.Known, // FD
        0x4F57 => VRTraits.Unit2 | VRTraits.LongHeader | VRTraits.Known, // OW
        0x4F46 or 0x4F4C => VRTraits.Unit4 | VRTraits.LongHeader | VRTraits.Known, // OF OL
        0x4F44 or 0x4F56 or 0x5356 or 0x5556 => VRTraits.Unit8 | VRTraits.LongHeader | VRTraits.Known, // OD OV SV UV
        0x4F42 or 0x5351 or 0x554E => VRTraits.LongHeader | VRTraits.Known, // OB SQ UN
        _ => VRTraits.Unknown,
    };
}
