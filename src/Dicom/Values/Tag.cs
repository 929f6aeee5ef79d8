using System.Globalization;

namespace ImagingGateway.Dicom.Values;

/// <summary>A data element tag: group and element number, ordered as PS3.5 7.1 orders a data set.</summary>
public readonly record struct Tag(uint Number) : IComparable<Tag>
{
    /// <summary>A tag from its two halves.</summary>
    public Tag(ushort group, ushort element)
        : this(((uint)group << 16) | element)
    {
    }

    /// <summary>Group number, the first half.</summary>
    public ushort Group => (ushort)(Number >> 16);

    /// <summary>Element number, the second half.</summary>
    public ushort Element => (ushort)Number;

    /// <summary>Odd groups belong to implementors (PS3.5 7.8).</summary>
    public bool IsPrivate => (Group & 1) == 1;

    /// <summary>gggg,0010–00FF of an odd group reserve a private block (PS3.5 7.8.1).</summary>
    public bool IsPrivateCreator => IsPrivate && Element is >= 0x0010 and <= 0x00FF;

    /// <summary>gggg,0000: retired outside command sets and file meta information (PS3.5 7.2).</summary>
    public bool IsGroupLength => Element == 0;

    /// <summary>Reads eight hexadecimal digits, with or without <c>(gggg,eeee)</c> punctuation.</summary>
    /// <returns>False when the text is anything else.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out Tag tag)
    {
        if (text is ['(', _, _, _, _, ',', _, _, _, _, ')'])
        {
            var parsed = ushort.TryParse(text[1..5], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var group)
                & ushort.TryParse(text[6..10], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var element);
            tag = new Tag(group, element);
            return parsed;
        }

        var whole = uint.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number);
        tag = new Tag(number);
        return whole && text.Length == 8;
    }

    /// <inheritdoc/>
    public int CompareTo(Tag other) => Number.CompareTo(other.Number);

    /// <summary>Eight upper-case hexadecimal digits, the form of DICOM JSON (PS3.18 F.2.2).</summary>
    public string ToHex() => Number.ToString("X8", CultureInfo.InvariantCulture);

    /// <summary><c>(gggg,eeee)</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"({Group:X4},{Element:X4})");

    /// <summary>The left one comes first.</summary>
    public static bool operator <(Tag left, Tag right) => left.Number < right.Number;

    /// <summary>The right one comes first.</summary>
    public static bool operator >(Tag left, Tag right) => left.Number > right.Number;

    /// <summary>The left one comes first, or both are the same.</summary>
    public static bool operator <=(Tag left, Tag right) => left.Number <= right.Number;

    /// <summary>The right one comes first, or both are the same.</summary>
    public static bool operator >=(Tag left, Tag right) => left.Number >= right.Number;
}
