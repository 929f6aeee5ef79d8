using System.Collections.Concurrent;
using System.Text;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding.Text;

namespace ImagingGateway.Dicom.Encoding;

/// <summary>
/// What Specific Character Set (0008,0005) says: how bytes of text become characters and back (PS3.3 C.12.1.1.2, PS3.5 6.1).
/// Immutable; instances are shared.
/// </summary>
public abstract class CharacterSet
{
    private const int MaxCached = 256;
    private static readonly ConcurrentDictionary<string, CharacterSet> Cache = new();

    /// <summary>The default repertoire, ISO-IR 6 (ASCII).</summary>
    public static CharacterSet Default { get; } = new DefaultCharacterSet(isDeclared: true);

    /// <summary>ISO_IR 192, UTF-8.</summary>
    public static CharacterSet Utf8 { get; } = new Utf8CharacterSet();

    /// <summary>Bytes 00 to 7F always stand for ASCII, so that text may be cut at a backslash before decoding.</summary>
    public abstract bool KeepsAscii { get; }

    /// <summary>Bytes to text. Never fails: what cannot be read becomes U+FFFD.</summary>
    public abstract string Decode(ReadOnlySpan<byte> bytes, TextReading reading = TextReading.Lenient, TextFallback? fallback = null);

    /// <summary>Text to bytes; characters the set has not become question marks.</summary>
    public abstract byte[] Encode(string text);

    /// <summary>The set has every character of the text.</summary>
    public bool CanEncode(string text) => Decode(Encode(text), TextReading.Strict) == text;

    /// <summary>The character set of the data set, or of the one whose item it is.</summary>
    public static CharacterSet Of(DataSet? dataSet)
    {
        for (; dataSet is not null; dataSet = dataSet.Parent)
        {
            if (dataSet.TryGet(Tags.SpecificCharacterSet, out var element))
                return Of(System.Text.Encoding.ASCII.GetString(element.Span));
        }

        return DefaultCharacterSet.Undeclared;
    }

    /// <summary>From the value of Specific Character Set, values separated by backslashes.</summary>
    public static CharacterSet Of(string value)
    {
        if (Cache.TryGetValue(value, out var known))
            return known;
        var made = Make(value);
        if (Cache.Count < MaxCached)
            Cache.TryAdd(value, made);
        return made;
    }

    private static CharacterSet Make(string value)
    {
        var terms = value.Split('\\').Select(CharacterSetTerm.Normalize).ToArray();
        if (terms is [""])
            return DefaultCharacterSet.Undeclared;
        // PS3.3 C.12.1.1.2: 192, GB18030 and GBK stand alone; forbidden further values are ignored.
        if (terms.Contains("IR192"))
            return Utf8;
        if (terms.Contains("GB18030"))
            return new MultiByteCharacterSet(54936);
        if (terms.Contains("GBK"))
            return new MultiByteCharacterSet(936);
        var sets = terms.Select(CharacterSetTerm.Find).ToArray();
        if (terms.Length > 1 || value.Contains("2022", StringComparison.Ordinal))
            return new Iso2022CharacterSet(sets[0], sets.OfType<CodedSet>().ToArray());
        return sets[0] switch
        {
            null => DefaultCharacterSet.Undeclared,
            { Kind: CodedSetKind.Ascii } => Default,
            { Kind: CodedSetKind.Katakana } => new KatakanaCharacterSet(),
            { } set => new SingleByteCharacterSet(set.CodePage, set.Number == 100),
        };
    }
}
