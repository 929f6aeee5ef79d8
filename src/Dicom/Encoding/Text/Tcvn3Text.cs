namespace ImagingGateway.Dicom.Encoding.Text;

/// <summary>
/// TCVN3 (TCVN 5712:1993 VN3, the "ABC" fonts): one byte for each letter with its tone. Capitals with a tone have no bytes: they were the
/// small letters shown in a font of capitals, so a word whose other letters are capitals is taken as one.
/// </summary>
internal sealed class Tcvn3Text : TextFallback
{
    // A0 to FF; a full stop where there is no character.
    private const string Letters =
        "\u00A0ĂÂÊÔƠƯĐăâêôơưđ......àảãáạ.ằẳẵắ.......ặầẩẫấậè.ẻẽéẹềểễếệìỉ...ĩíịò.ỏõóọồổỗốộờởỡớợù.ủũúụừửữứựỳỷỹýỵ.";

    /// <inheritdoc/>
    public override string? Decode(ReadOnlySpan<byte> bytes)
    {
        var text = new char[bytes.Length];
        for (var i = 0; i < bytes.Length; i++)
        {
            text[i] = bytes[i] < 0x80 ? (char)bytes[i] : bytes[i] < 0xA0 ? '.' : Letters[bytes[i] - 0xA0];
            if (bytes[i] >= 0x80 && text[i] == '.')
                return null;
        }

        RaiseWords(text);
        return new string(text);
    }

    private static void RaiseWords(Span<char> text)
    {
        while (!text.IsEmpty)
        {
            var end = 0;
            while (end < text.Length && char.IsLetter(text[end]))
                end++;
            var word = text[..end];
            if (word.IndexOfAnyInRange('A', 'Z') >= 0 && word.IndexOfAnyInRange('a', 'z') < 0)
                MemoryExtensions.ToUpperInvariant(word.ToArray(), word);
            text = text[Math.Min(end + 1, text.Length)..];
        }
    }
}
