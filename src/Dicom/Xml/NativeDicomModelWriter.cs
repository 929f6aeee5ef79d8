using System.Globalization;
using System.Xml;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.Xml;

/// <summary>Writes the attributes of a data set and of its items (PS3.19 table A.1.5-2).</summary>
internal sealed class NativeDicomModelWriter(XmlWriter xml, Func<string, DataElement, string?>? bulkDataUri)
{
    public void Write(DataSet dataSet, string path)
    {
        foreach (var element in dataSet)
        {
            if (!element.Tag.IsGroupLength)
                Write(element, dataSet, path);
        }
    }

    private void Write(DataElement element, DataSet dataSet, string path)
    {
        // As in JSON: what passed through a system that did not know it gets its representation back (PS3.5 6.2.2).
        var vr = element.EffectiveVR();
        vr = vr.IsKnown ? vr : VR.UN;
        xml.WriteStartElement("DicomAttribute");
        WriteNames(element.Tag, vr, dataSet);
        if (vr == VR.SQ)
            WriteItems(dataSet.GetItems(element.Tag), path + element.Tag.ToHex());
        else if (element.Fragments is not null || element.Bulk is not null)
            WriteBulk(element, path);
        else if (element.Tag == Tags.SpecificCharacterSet)
            WriteValue(1, "ISO_IR 192");
        else if (vr == VR.UN || vr.Code >> 8 == 'O')
            WriteBinary(element.Span);
        else
            WriteValues(dataSet.GetStrings(element.Tag), vr);
        xml.WriteEndElement();
    }

    // A private element is named by its creator; the number of its block is not sent.
    private void WriteNames(Tag tag, VR vr, DataSet dataSet)
    {
        var creator = tag.IsPrivate && !tag.IsPrivateCreator && tag.Element >= 0x1000 ? dataSet.GetString(new Tag(tag.Group, (ushort)(tag.Element >> 8))) : null;
        xml.WriteAttributeString("tag", (creator is null ? tag : new Tag(tag.Group, (ushort)(tag.Element & 0xFF))).ToHex());
        xml.WriteAttributeString("vr", vr.ToString());
        if (creator is not null)
            xml.WriteAttributeString("privateCreator", XmlText.Of(creator));
        else if (DicomDictionary.Find(tag) is { Keyword.Length: > 0 } entry)
            xml.WriteAttributeString("keyword", entry.Keyword);
    }

    private void WriteItems(IReadOnlyList<DataSet> items, string path)
    {
        for (var i = 0; i < items.Count; i++)
        {
            Start("Item", i + 1);
            Write(items[i], bulkDataUri is null ? path : string.Create(CultureInfo.InvariantCulture, $"{path}/{i}/"));
            xml.WriteEndElement();
        }
    }

    private void WriteBulk(DataElement element, string path)
    {
        if (element.IsEmpty || bulkDataUri?.Invoke(path + element.Tag.ToHex(), element) is not { } uri)
            return;
        xml.WriteStartElement("BulkData");
        xml.WriteAttributeString("uri", uri);
        xml.WriteEndElement();
    }

    private void WriteBinary(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return;
        xml.WriteStartElement("InlineBinary");
        xml.WriteString(Convert.ToBase64String(bytes));
        xml.WriteEndElement();
    }

    private void WriteValues(IReadOnlyList<string> values, VR vr)
    {
        // No value at all, not one that is empty.
        if (values is [""])
            return;
        for (var i = 0; i < values.Count; i++)
        {
            if (vr == VR.PN)
                WriteName(i + 1, values[i]);
            else
                WriteValue(i + 1, values[i]);
        }
    }

    private void WriteValue(int number, string value)
    {
        Start("Value", number);
        xml.WriteString(XmlText.Of(value));
        xml.WriteEndElement();
    }

    private void WriteName(int number, string name)
    {
        Start("PersonName", number);
        var groups = name.Split('=');
        for (var i = 0; i < Math.Min(groups.Length, NameElements.Groups.Count); i++)
        {
            var components = groups[i].TrimEnd('^', ' ').Split('^');
            if (components is [""])
                continue;
            xml.WriteStartElement(NameElements.Groups[i]);
            for (var j = 0; j < Math.Min(components.Length, NameElements.Components.Count); j++)
            {
                if (components[j].Length > 0)
                    xml.WriteElementString(NameElements.Components[j], XmlText.Of(components[j]));
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private void Start(string name, int number)
    {
        xml.WriteStartElement(name);
        xml.WriteAttributeString("number", number.ToString(CultureInfo.InvariantCulture));
    }
}
