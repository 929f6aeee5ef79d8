using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.Json;

/// <summary>Writes elements straight from their bytes; text of plain ASCII never becomes a string.</summary>
internal sealed class DicomJsonWriter(Utf8JsonWriter json, Func<string, DataElement, string?>? bulkDataUri)
{
    private const int DepthOfItem = 3, DefaultMaxDepth = 1000;

    private static readonly JsonEncodedText Vr = JsonEncodedText.Encode("vr"), Value = JsonEncodedText.Encode("Value"),
        InlineBinary = JsonEncodedText.Encode("InlineBinary"), BulkDataUri = JsonEncodedText.Encode("BulkDataURI"),
        Utf8Term = JsonEncodedText.Encode("ISO_IR 192");

    private static readonly FrozenDictionary<VR, JsonEncodedText> VrTexts = VR.All.ToFrozenDictionary(vr => vr, vr => JsonEncodedText.Encode(vr.ToString()));

    private readonly int _maxDepth = json.Options.MaxDepth == 0 ? DefaultMaxDepth : json.Options.MaxDepth;

    public void Write(DataSet dataSet, string path)
    {
        json.WriteStartObject();
        CharacterSet? set = null;
        foreach (var element in dataSet)
        {
            if (!element.Tag.IsGroupLength)
                Write(element, dataSet, path, ref set);
        }

        json.WriteEndObject();
    }

    private void Write(DataElement element, DataSet dataSet, string path, ref CharacterSet? set)
    {
        Span<byte> name = stackalloc byte[8];
        WriteHex(name, element.Tag);
        json.WritePropertyName(name);
        json.WriteStartObject();
        // An element that passed through a system that did not know it gets its representation back (PS3.5 6.2.2).
        var vr = element.EffectiveVR();
        vr = vr.IsKnown ? vr : VR.UN;
        json.WriteString(Vr, VrTexts[vr]);
        if (vr == VR.SQ)
            WriteItems(dataSet.GetItems(element.Tag), element.Tag, path);
        else if (element.Fragments is not null || element.Bulk is not null)
            WriteBulk(element, path);
        else if (element.Tag == Tags.SpecificCharacterSet)
            WriteCharacterSet();
        else if (element.Span.Length > 0)
            WriteValue(element, vr, dataSet, ref set);
        json.WriteEndObject();
    }

    private static void WriteHex(Span<byte> digits, Tag tag)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(number, tag.Number);
        Convert.TryToHexString(number, digits, out _);
    }

    private void WriteItems(IReadOnlyList<DataSet> items, Tag tag, string path)
    {
        if (items.Count == 0 || json.CurrentDepth + DepthOfItem > _maxDepth)
            return;
        json.WriteStartArray(Value);
        for (var i = 0; i < items.Count; i++)
            Write(items[i], bulkDataUri is null ? path : string.Create(CultureInfo.InvariantCulture, $"{path}{tag.ToHex()}/{i}/"));
        json.WriteEndArray();
    }

    private void WriteBulk(DataElement element, string path)
    {
        if (!element.IsEmpty && bulkDataUri?.Invoke(path + element.Tag.ToHex(), element) is { } uri)
            json.WriteString(BulkDataUri, uri);
    }

    // The text is UTF-8 from here on.
    private void WriteCharacterSet()
    {
        json.WriteStartArray(Value);
        json.WriteStringValue(Utf8Term);
        json.WriteEndArray();
    }

    private void WriteValue(DataElement element, VR vr, DataSet dataSet, ref CharacterSet? set)
    {
        var bytes = element.Span;
        if (!vr.IsText)
        {
            if (vr == VR.UN || vr.Code >> 8 == 'O')
                json.WriteBase64String(InlineBinary, bytes);
            else if (bytes.Length >= BinaryValue.Width(vr))
                BinaryNumbers.Write(json, Value, bytes, vr);
            return;
        }

        // A name of nothing but delimiters says nothing (PS3.5 6.2.1).
        bytes = bytes.TrimEnd(vr == VR.PN ? " \0^="u8 : " \0"u8);
        if (bytes.IsEmpty)
            return;
        json.WriteStartArray(Value);
        if (!vr.UsesCharacterSet || TextValue.IsPlain(bytes))
            WritePlain(bytes, vr);
        else
            WriteDecoded((set ??= CharacterSet.Of(dataSet)).Decode(bytes), vr);
        json.WriteEndArray();
    }

    private void WritePlain(ReadOnlySpan<byte> bytes, VR vr)
    {
        if (!vr.IsMultiValuedText)
        {
            WriteOne(bytes, vr);
            return;
        }

        while (true)
        {
            var end = bytes.IndexOf((byte)'\\');
            WriteOne(end < 0 ? bytes : bytes[..end], vr);
            if (end < 0)
                return;
            bytes = bytes[(end + 1)..];
        }
    }

    private void WriteOne(ReadOnlySpan<byte> value, VR vr)
    {
        value = TextValue.TrimBytes(value, vr);
        if (value.IsEmpty || (vr == VR.PN && value.IndexOfAnyExcept(" ^="u8) < 0))
            json.WriteNullValue();
        else if (vr == VR.PN)
            NameGroups.Write(json, value);
        else if (vr == VR.IS || vr == VR.DS)
            NumberText.Write(json, value);
        else if (System.Text.Ascii.IsValid(value))
            json.WriteStringValue(value);
        else
            json.WriteStringValue(System.Text.Encoding.Latin1.GetString(value));
    }

    private void WriteDecoded(string text, VR vr)
    {
        foreach (var value in vr.IsMultiValuedText ? text.Split('\\') : [text])
        {
            var trimmed = TextValue.Trim(value, vr);
            if (trimmed.Length == 0)
                json.WriteNullValue();
            else if (vr == VR.PN)
                NameGroups.Write(json, System.Text.Encoding.UTF8.GetBytes(trimmed));
            else
                json.WriteStringValue(trimmed);
        }
    }
}
