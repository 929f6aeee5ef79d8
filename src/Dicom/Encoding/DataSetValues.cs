using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding.Text;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.Encoding;

/// <summary>Typed access to the values of a data set: decoding by VR and character set, lenient in reading, strict in setting.</summary>
public static class DataSetValues
{
    /// <summary>First value as text, decoded and trimmed as its VR demands; null when absent or empty.</summary>
    public static string? GetString(this DataSet dataSet, Tag tag)
    {
        if (!dataSet.TryGet(tag, out var element) || element.IsEmpty)
            return null;
        var vr = element.EffectiveVR();
        return vr.IsText
            ? TextValue.DecodeFirst(element.Span, vr, null, () => CharacterSet.Of(dataSet))
            : BinaryValue.ToStrings(element.Span, vr) is [var first, ..] ? first : null;
    }

    /// <summary>All values as text; empty when absent.</summary>
    public static IReadOnlyList<string> GetStrings(this DataSet dataSet, Tag tag)
    {
        if (!dataSet.TryGet(tag, out var element) || element.IsEmpty)
            return [];
        var vr = element.EffectiveVR();
        return vr.IsText ? TextValue.Decode(element.Span, vr, CharacterSet.Of(dataSet)) : BinaryValue.ToStrings(element.Span, vr);
    }

    /// <summary>First value as UID; the empty UID when absent.</summary>
    public static Uid GetUid(this DataSet dataSet, Tag tag) => dataSet.GetString(tag) is { } text ? new Uid(text) : default;

    /// <summary>First value as integer, from US SS UL SL UV SV AT IS (and lenient DS); null when absent or unreadable.</summary>
    public static long? GetInteger(this DataSet dataSet, Tag tag)
    {
        if (!dataSet.TryGet(tag, out var element))
            return null;
        var vr = element.EffectiveVR();
        if (vr.IsText)
            return dataSet.GetString(tag) is { } text && IntegerString.TryParse(text, out var number) ? number : null;
        return BinaryValue.TryReadInteger(element.Span, vr, out var value) ? value : null;
    }

    /// <summary>All values as numbers, from FL FD DS IS and the integer VRs; a value that cannot be read is NaN, so that positions stay.</summary>
    public static IReadOnlyList<double> GetNumbers(this DataSet dataSet, Tag tag)
    {
        if (!dataSet.TryGet(tag, out var element) || element.IsEmpty)
            return [];
        var vr = element.EffectiveVR();
        if (!vr.IsText)
            return BinaryValue.ToNumbers(element.Span, vr);
        var texts = TextValue.Decode(element.Span, vr, CharacterSet.Default);
        return Array.ConvertAll(texts, text => DecimalString.TryParse(text, out var number) ? number : double.NaN);
    }

    /// <summary>First value as number; null when absent or unreadable.</summary>
    public static double? GetNumber(this DataSet dataSet, Tag tag) =>
        dataSet.GetNumbers(tag) is [var first, ..] && !double.IsNaN(first) ? first : null;

    /// <summary>Items of a sequence; empty when absent. A sequence that arrived as UN of defined length is read (PS3.5 6.2.2 note 2).</summary>
    public static IReadOnlyList<DataSet> GetItems(this DataSet dataSet, Tag tag)
    {
        if (!dataSet.TryGet(tag, out var element))
            return [];
        if (element.Items is { } items)
            return items;
        return element.EffectiveVR() == VR.SQ ? UnknownSequence.Read(element, dataSet) : [];
    }

    /// <summary>Sets text values with the VR of the dictionary (or the one given), encoded in the data set's own character set
    /// (set Specific Character Set first; ISO_IR 192 recommended), padded to even length.</summary>
    /// <exception cref="ArgumentException">The text is not ASCII and the data set declares no character set, or the tag's VR is no text.</exception>
    public static DataSet SetString(this DataSet dataSet, Tag tag, params ReadOnlySpan<string> values) => dataSet.SetString(tag, VROf(dataSet, tag), values);

    /// <inheritdoc cref="SetString(DataSet, Tag, ReadOnlySpan{string})"/>
    public static DataSet SetString(this DataSet dataSet, Tag tag, VR vr, params ReadOnlySpan<string> values)
    {
        if (!vr.IsText)
            throw new ArgumentException($"{tag} is {vr}, which holds no text.", nameof(vr));
        var set = vr.UsesCharacterSet ? CharacterSet.Of(dataSet) : CharacterSet.Default;
        if (vr.UsesCharacterSet && set is DefaultCharacterSet { IsDeclared: false })
        {
            foreach (var value in values)
            {
                if (!System.Text.Ascii.IsValid(value))
                    throw new ArgumentException($"The value of {tag} is not ASCII: set Specific Character Set (0008,0005) before it.", nameof(values));
            }
        }

        return dataSet.Set(new DataElement(tag, vr, TextValue.Encode(values, vr, set)));
    }

    /// <summary>Sets binary integers with the VR of the dictionary: US SS UL SL UV SV AT (and IS as text).</summary>
    /// <exception cref="OverflowException">A value does not fit.</exception>
    public static DataSet SetInteger(this DataSet dataSet, Tag tag, params ReadOnlySpan<long> values)
    {
        var vr = VROf(dataSet, tag);
        if (!vr.IsText)
            return dataSet.Set(new DataElement(tag, vr, BinaryValue.FromIntegers(values, vr)));
        var texts = new string[values.Length];
        for (var i = 0; i < values.Length; i++)
            texts[i] = IntegerString.Format(values[i]);
        return dataSet.SetString(tag, vr, texts);
    }

    /// <summary>Sets numbers with the VR of the dictionary: FL FD (binary) or DS IS (text).</summary>
    public static DataSet SetNumber(this DataSet dataSet, Tag tag, params ReadOnlySpan<double> values)
    {
        var vr = VROf(dataSet, tag);
        if (!vr.IsText)
            return dataSet.Set(new DataElement(tag, vr, BinaryValue.FromNumbers(values, vr)));
        var texts = new string[values.Length];
        for (var i = 0; i < values.Length; i++)
            texts[i] = vr == VR.IS ? IntegerString.Format(checked((long)values[i])) : DecimalString.Format(values[i]);
        return dataSet.SetString(tag, vr, texts);
    }

    /// <summary>Sets an element with no value, VR from the dictionary.</summary>
    public static DataSet SetEmpty(this DataSet dataSet, Tag tag)
    {
        var vr = VROf(dataSet, tag);
        return dataSet.Set(vr == VR.SQ ? new DataElement(tag, new Sequence()) : new DataElement(tag, vr, ReadOnlyMemory<byte>.Empty));
    }

    /// <summary>Sets a sequence of items.</summary>
    public static DataSet SetItems(this DataSet dataSet, Tag tag, params ReadOnlySpan<DataSet> items)
    {
        var sequence = new Sequence();
        foreach (var item in items)
            sequence.Add(item);
        return dataSet.Set(new DataElement(tag, sequence));
    }

    /// <summary>The VR to read a value by: that of the dictionary when the element came as UN (PS3.5 6.2.2), else its own.</summary>
    public static VR EffectiveVR(this DataElement element) =>
        element.VR == VR.UN && DicomDictionary.ImplicitVR(element.Tag) is var known ? known : element.VR;

    // "US or SS" follows Pixel Representation, which must be set before (PS3.3 C.7.6.3.1.1).
    private static VR VROf(DataSet dataSet, Tag tag) =>
        DicomDictionary.DependsOnPixelRepresentation(tag) && dataSet.GetInteger(Tags.PixelRepresentation) == 1 ? VR.SS : DicomDictionary.ImplicitVR(tag);
}
