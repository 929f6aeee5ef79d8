using System.Text.Json;

namespace ImagingGateway.Dicom.Json;

/// <summary>The component groups of a person name as JSON (PS3.18 F.2.2, PS3.5 6.2.1).</summary>
internal static class NameGroups
{
    private static readonly JsonEncodedText[] Names =
        [JsonEncodedText.Encode("Alphabetic"), JsonEncodedText.Encode("Ideographic"), JsonEncodedText.Encode("Phonetic")];

    /// <summary>The names of the groups in order.</summary>
    public static IReadOnlyList<string> All { get; } = ["Alphabetic", "Ideographic", "Phonetic"];

    /// <summary>Writes the groups that are not empty; a fourth is not in the model.</summary>
    public static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> utf8)
    {
        json.WriteStartObject();
        for (var group = 0; group < Names.Length; group++)
        {
            var end = utf8.IndexOf((byte)'=');
            var one = end < 0 ? utf8 : utf8[..end];
            if (!one.TrimEnd((byte)' ').IsEmpty)
                json.WriteString(Names[group], one.TrimEnd((byte)' '));
            if (end < 0)
                break;
            utf8 = utf8[(end + 1)..];
        }

        json.WriteEndObject();
    }
}
