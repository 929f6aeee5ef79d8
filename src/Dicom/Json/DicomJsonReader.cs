using System.Globalization;
using System.Text.Json;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.Json;

/// <summary>Reads the model back into bytes: text as UTF-8, numbers by VR.</summary>
internal sealed class DicomJsonReader(Func<string, ReadOnlyMemory<byte>?>? bulk, bool keepsReferences = false)
{
    private const string Utf8Term = "ISO_IR 192";

    public DataSet ReadRoot(JsonElement json)
    {
        try
        {
            return Read(json).SetString(Tags.SpecificCharacterSet, Utf8Term);
        }
        catch (InvalidOperationException problem)
        {
            // System.Text.Json looks at the bytes of text only when it is asked for.
            throw new JsonException("This is not the DICOM JSON model: a text is no UTF-8 (PS3.18 F.2.1).", problem);
        }
    }

    private DataSet Read(JsonElement json)
    {
        Demand(json.ValueKind == JsonValueKind.Object, "a data set must be an object");
        var dataSet = new DataSet();
        foreach (var property in json.EnumerateObject())
        {
            if (!Tag.TryParse(property.Name, out var tag))
                throw new JsonException($"'{Shorten(property.Name)}' is no tag: eight hexadecimal digits are expected (PS3.18 F.2.2).");
            if (!tag.IsGroupLength)
                Append(dataSet, Read(tag, property.Value));
        }

        dataSet.Settle();
        if (dataSet.Contains(Tags.SpecificCharacterSet))
            dataSet.SetString(Tags.SpecificCharacterSet, Utf8Term);
        return dataSet;
    }

    // JSON objects have no order; one that is turned round must not cost more than another
    private static void Append(DataSet dataSet, DataElement element)
    {
        element.Items?.ForEach(item => item.Parent = dataSet);
        dataSet.Append(element);
    }

    private DataElement Read(Tag tag, JsonElement json)
    {
        Demand(json.ValueKind == JsonValueKind.Object, $"{tag} must be an object");
        var vr = DicomDictionary.ImplicitVR(tag);
        if (json.TryGetProperty("vr", out var named) && (named.ValueKind != JsonValueKind.String || !VR.TryParse(named.GetString(), out vr)))
            throw new JsonException($"{tag} has a vr that is none.");
        if (json.TryGetProperty("InlineBinary", out var inline))
            return new DataElement(tag, vr, Base64(tag, inline));
        if (json.TryGetProperty("BulkDataURI", out var uri) && uri.ValueKind == JsonValueKind.String)
        {
            return keepsReferences
                ? new DataElement(tag, vr, new BulkReference(0, long.MaxValue, false, false) { Uri = uri.GetString() })
                : new DataElement(tag, vr, bulk?.Invoke(uri.GetString()!) ?? default);
        }

        var has = json.TryGetProperty("Value", out var values) && values.ValueKind != JsonValueKind.Null;
        Demand(!has || values.ValueKind == JsonValueKind.Array, $"Value of {tag} must be an array");
        if (vr == VR.SQ)
            return new DataElement(tag, has ? new Sequence(values.EnumerateArray().Select(ReadItem)) : new Sequence());
        return has ? new DataElement(tag, vr, Bytes(tag, vr, values)) : new DataElement(tag, vr, ReadOnlyMemory<byte>.Empty);
    }

    private DataSet ReadItem(JsonElement json) => json.ValueKind == JsonValueKind.Null ? new DataSet() : Read(json);

    private static byte[] Base64(Tag tag, JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.String && json.TryGetBytesFromBase64(out var bytes))
            return bytes;
        throw new JsonException($"InlineBinary of {tag} is no base64 text.");
    }

    private static byte[] Bytes(Tag tag, VR vr, JsonElement values)
    {
        try
        {
            if (vr.IsText)
                return TextValue.Encode([.. values.EnumerateArray().Select(v => Text(tag, vr, v))], vr, CharacterSet.Utf8);
            if (vr == VR.AT)
                return BinaryValue.FromIntegers([.. values.EnumerateArray().Select(v => ReadTag(tag, v))], vr);
            return vr == VR.FL || vr == VR.FD
                ? BinaryValue.FromNumbers([.. values.EnumerateArray().Select(v => Number(tag, v))], vr)
                : BinaryValue.FromIntegers([.. values.EnumerateArray().Select(v => Integer(tag, v))], vr);
        }
        catch (Exception problem) when (problem is OverflowException or ArgumentException)
        {
            throw new JsonException($"A value of {tag} does not fit {vr}.", problem);
        }
    }

    private static string Text(Tag tag, VR vr, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => string.Empty,
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number when vr == VR.DS => value.GetRawText() is { Length: <= 16 } raw ? raw : DecimalString.Format(value.GetDouble()),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.Object when vr == VR.PN => Name(tag, value),
        _ => throw new JsonException($"A value of {tag} is of a wrong kind."),
    };

    private static string Name(Tag tag, JsonElement value)
    {
        var groups = new string[NameGroups.All.Count];
        for (var i = 0; i < groups.Length; i++)
        {
            groups[i] = !value.TryGetProperty(NameGroups.All[i], out var group) || group.ValueKind == JsonValueKind.Null ? string.Empty
                : group.ValueKind == JsonValueKind.String ? group.GetString()!
                : throw new JsonException($"A name in {tag} is no text.");
        }

        return string.Join('=', groups).TrimEnd('=');
    }

    private static double Number(Tag tag, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetDouble(),
        JsonValueKind.String => value.GetString() switch
        {
            "NaN" => double.NaN,
            "inf" or "Infinity" => double.PositiveInfinity,
            "-inf" or "-Infinity" => double.NegativeInfinity,
            var text when DecimalString.TryParse(text, out var number) => number,
            _ => throw new JsonException($"A value of {tag} is no number."),
        },
        _ => throw new JsonException($"A value of {tag} is no number."),
    };

    private static long Integer(Tag tag, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Number)
        {
            if (value.TryGetInt64(out var number))
                return number;
            if (value.TryGetUInt64(out var large))
                return unchecked((long)large);
            if (value.TryGetDouble(out var real) && real == Math.Floor(real) && Math.Abs(real) < 1e18)
                return (long)real;
        }
        else if (value.ValueKind == JsonValueKind.String)
        {
            if (IntegerString.TryParse(value.GetString(), out var number))
                return number;
            if (ulong.TryParse(value.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var large))
                return unchecked((long)large);
        }

        throw new JsonException($"A value of {tag} is no integer.");
    }

    private static long ReadTag(Tag tag, JsonElement value) =>
        value.ValueKind == JsonValueKind.String && Tag.TryParse(value.GetString(), out var read)
            ? read.Number
            : throw new JsonException($"A value of {tag} is no tag.");

    private static void Demand(bool condition, string otherwise)
    {
        if (!condition)
            throw new JsonException($"This is not the DICOM JSON model: {otherwise} (PS3.18 F.2).");
    }

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40];
}
