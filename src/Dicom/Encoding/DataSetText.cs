using System.Globalization;
using System.Text;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.Encoding;

/// <summary>All text of a data set at once: from the character set of one application into that of another.</summary>
public static class DataSetText
{
    /// <summary>The data set with its text in ISO_IR 192, read with the fallback of its source. What is no text is shared with the original, which stays as it is.</summary>
    /// <param name="dataSet">As received.</param>
    /// <param name="fallback">Of the source; null when it has none: then the data set itself comes back.</param>
    public static DataSet ReadWith(this DataSet dataSet, TextFallback? fallback) =>
        fallback is null ? dataSet : Recode(dataSet, null, fallback, text => text, CharacterSet.Utf8, "ISO_IR 192");

    /// <summary>The data set in plain ASCII for applications that cannot show anything else: marks are taken off letters (Đỗ becomes Do), what then is no ASCII becomes a question mark.</summary>
    public static DataSet Unaccented(this DataSet dataSet) => Recode(dataSet, null, null, Unaccented, CharacterSet.Default, null);

    /// <summary>The text without marks, in ASCII.</summary>
    public static string Unaccented(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var letter in text.Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark)
                plain.Append(letter switch { 'đ' => 'd', 'Đ' => 'D', < '\u0080' => letter, _ => '?' });
        }

        return plain.ToString();
    }

    private static DataSet Recode(DataSet dataSet, DataSet? parent, TextFallback? fallback, Func<string, string> map, CharacterSet target, string? term)
    {
        var recoded = new DataSet(dataSet.Count) { HasUndefinedLength = dataSet.HasUndefinedLength, Position = dataSet.Position, Parent = parent };
        CharacterSet? set = null;
        foreach (var element in dataSet)
        {
            if (element.Tag == Tags.SpecificCharacterSet)
                continue;
            if (element.Items is { } items)
                recoded.Set(new DataElement(element.Tag, new Sequence(items.Select(item => Recode(item, recoded, fallback, map, target, null)))));
            else if (!element.VR.UsesCharacterSet || TextValue.IsPlain(element.Span))
                recoded.Set(element);
            else
                recoded.Set(new DataElement(element.Tag, element.VR, TextValue.Encode([map((set ??= CharacterSet.Of(dataSet)).Decode(element.Span, TextReading.Lenient, fallback))], element.VR, target)));
        }

        return term is null ? recoded : recoded.Set(new DataElement(Tags.SpecificCharacterSet, VR.CS, System.Text.Encoding.ASCII.GetBytes(term)));
    }
}
