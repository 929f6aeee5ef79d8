using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.Encoding;

/// <summary>
/// A pass over a data set that was read: values that break the form of their representation (PS3.5 6.2), counts that break the
/// multiplicity (PS3.5 6.4), representations that are not those of the dictionary (PS3.6), private elements without a creator (PS3.5 7.8.1).
/// What is wrong with the coding itself, the reader has told (<see cref="DataSetReading.Deviations"/>). IODs are not checked.
/// </summary>
public static class DataSetValidator
{
    /// <summary>The breaches, at most the first hundred, without any value of the data set. The position is that of the item, 0 at the top level.</summary>
    public static IReadOnlyList<Deviation> Validate(DataSet dataSet)
    {
        var found = new DeviationList();
        Validate(dataSet, found);
        return found.All;
    }

    private static void Validate(DataSet dataSet, DeviationList found)
    {
        foreach (var element in dataSet)
        {
            if (!element.VR.IsKnown)
                found.Add(dataSet.Position, element.Tag, "PS3.5 6.2", "a value representation that is none");
            else if (DicomDictionary.Find(element.Tag) is { } entry && !element.Tag.IsPrivate)
                ValidateKnown(dataSet, element, entry, found);
            else if (element.Tag.IsPrivate && !HasCreator(dataSet, element.Tag))
                found.Add(dataSet.Position, element.Tag, "PS3.5 7.8.1", "a private element without a private creator");
            ValidateValues(dataSet, element, found);
            element.Items?.ForEach(item => Validate(item, found));
        }
    }

    private static void ValidateKnown(DataSet dataSet, DataElement element, DictionaryEntry entry, DeviationList found)
    {
        // UN is allowed where the sender did not know better (PS3.5 6.2.2).
        if (element.VR != entry.VR && element.VR != VR.UN && !entry.Alternatives.Contains(element.VR))
            found.Add(dataSet.Position, element.Tag, "PS3.6 6", $"{element.VR} where the dictionary has {entry.VR}");
        if (Count(dataSet, element) is { } count && !entry.VM.Allows(count))
            found.Add(dataSet.Position, element.Tag, "PS3.5 6.4", $"{count} values where {entry.VM} are allowed");
    }

    // Null when the number of values says nothing: sequences and what is one value however long (PS3.5 6.4).
    private static int? Count(DataSet dataSet, DataElement element)
    {
        var vr = element.VR;
        if (vr.IsMultiValuedText)
            return dataSet.GetStrings(element.Tag).Count;
        return vr.Code >> 8 != 'O' && BinaryValue.Width(vr) is > 0 and var width && element.Bulk is null ? element.Span.Length / width : null;
    }

    private static void ValidateValues(DataSet dataSet, DataElement element, DeviationList found)
    {
        var vr = element.VR;
        if (!vr.IsText)
        {
            if (BinaryValue.Width(vr) is > 0 and var width && element.Span.Length % width != 0)
                found.Add(dataSet.Position, element.Tag, "PS3.5 6.2", $"a length that is no multiple of {width}");
            return;
        }

        foreach (var value in dataSet.GetStrings(element.Tag))
        {
            if (ValueForm.FaultOf(vr, value) is { } fault)
            {
                found.Add(dataSet.Position, element.Tag, "PS3.5 6.2", fault);
                return;
            }
        }
    }

    private static bool HasCreator(DataSet dataSet, Tag tag) =>
        tag.IsPrivateCreator || tag.IsGroupLength || (tag.Element >= 0x1000 && dataSet.Contains(new Tag(tag.Group, (ushort)(tag.Element >> 8))));
}
