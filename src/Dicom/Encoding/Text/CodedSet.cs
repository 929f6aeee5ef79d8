namespace ImagingGateway.Dicom.Encoding.Text;

/// <summary>What kind of code element a set of PS3.3 tables C.12-2 to C.12-4 is.</summary>
internal enum CodedSetKind
{
    Ascii,
    Katakana,
    SingleByte,
    DoubleByteG0,
    DoubleByteG1,
}

/// <summary>One row of PS3.3 tables C.12-2 to C.12-4.</summary>
/// <param name="Number">ISO registration number.</param>
/// <param name="Kind">Where its characters are invoked.</param>
/// <param name="CodePage">The .NET code page that maps them.</param>
/// <param name="Escape">The bytes after ESC that designate it.</param>
internal sealed record CodedSet(int Number, CodedSetKind Kind, int CodePage, string Escape)
{
    public static readonly CodedSet[] All =
    [
        new(6, CodedSetKind.Ascii, 20127, "(B"),
        new(13, CodedSetKind.Katakana, 932, ")I"),
        new(100, CodedSetKind.SingleByte, 28591, "-A"),
        new(101, CodedSetKind.SingleByte, 28592, "-B"),
        new(109, CodedSetKind.SingleByte, 28593, "-C"),
        new(110, CodedSetKind.SingleByte, 28594, "-D"),
        new(144, CodedSetKind.SingleByte, 28595, "-L"),
        new(127, CodedSetKind.SingleByte, 28596, "-G"),
        new(126, CodedSetKind.SingleByte, 28597, "-F"),
        new(138, CodedSetKind.SingleByte, 28598, "-H"),
        new(148, CodedSetKind.SingleByte, 28599, "-M"),
        new(203, CodedSetKind.SingleByte, 28605, "-b"),
        new(166, CodedSetKind.SingleByte, 874, "-T"),
        new(87, CodedSetKind.DoubleByteG0, 51932, "$B"),
        new(159, CodedSetKind.DoubleByteG0, 20932, "$(D"),
        new(149, CodedSetKind.DoubleByteG1, 51949, "$)C"),
        new(58, CodedSetKind.DoubleByteG1, 936, "$)A"),
    ];

    /// <summary>The mapping between bytes and characters.</summary>
    public System.Text.Encoding Coding => CodePages.Get(CodePage);
}
