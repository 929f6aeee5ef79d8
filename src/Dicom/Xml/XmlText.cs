using System.Xml;

namespace ImagingGateway.Dicom.Xml;

/// <summary>Text that XML 1.0 can hold (its section 2.2): no control characters but tab and line ends, no half surrogates.</summary>
internal static class XmlText
{
    private const char Replacement = '\uFFFD';

    public static string Of(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!IsWhole(text, ref i))
                return Clean(text);
        }

        return text;
    }

    private static string Clean(string text)
    {
        var clean = text.ToCharArray();
        for (var i = 0; i < clean.Length; i++)
        {
            if (!IsWhole(text, ref i))
                clean[i] = Replacement;
        }

        return new string(clean);
    }

    // Steps over the second half of a pair.
    private static bool IsWhole(string text, ref int i)
    {
        if (XmlConvert.IsXmlChar(text[i]))
            return true;
        if (i + 1 >= text.Length || !XmlConvert.IsXmlSurrogatePair(text[i + 1], text[i]))
            return false;
        i++;
        return true;
    }
}
