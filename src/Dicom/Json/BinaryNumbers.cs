using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Dicom.Json;

/// <summary>The values of AT, FL, FD, SL, SS, SV, UL, US and UV as JSON (PS3.18 F.2.3).</summary>
internal static class BinaryNumbers
{
    public static void Write(Utf8JsonWriter json, JsonEncodedText name, ReadOnlySpan<byte> bytes, VR vr)
    {
        json.WriteStartArray(name);
        var width = BinaryValue.Width(vr);
        for (; bytes.Length >= width; bytes = bytes[width..])
        {
            if (vr == VR.AT)
                WriteTag(json, BinaryValue.ReadTag(bytes));
            else if (vr == VR.FL)
                WriteSingle(json, BinaryPrimitives.ReadSingleLittleEndian(bytes));
            else if (vr == VR.FD)
                WriteDouble(json, BinaryPrimitives.ReadDoubleLittleEndian(bytes));
            else if (vr == VR.UV)
                json.WriteNumberValue(BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            else if (BinaryValue.TryReadInteger(bytes, vr, out var value))
                json.WriteNumberValue(value);
        }

        json.WriteEndArray();
    }

    private static void WriteTag(Utf8JsonWriter json, Tag tag)
    {
        Span<byte> hex = stackalloc byte[8];
        tag.Number.TryFormat(hex, out _, "X8", CultureInfo.InvariantCulture);
        json.WriteStringValue(hex);
    }

    // JSON has no infinity and no NaN; PS3.18 F.2.3.1 asks for these strings.
    private static void WriteSingle(Utf8JsonWriter json, float value)
    {
        if (float.IsFinite(value))
            json.WriteNumberValue(value);
        else
            WriteDouble(json, value);
    }

    private static void WriteDouble(Utf8JsonWriter json, double value)
    {
        if (double.IsFinite(value))
            json.WriteNumberValue(value);
        else
            json.WriteStringValue(double.IsNaN(value) ? "NaN"u8 : value > 0 ? "inf"u8 : "-inf"u8);
    }
}
