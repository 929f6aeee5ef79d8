using System.Text.Json;
using System.Text.Json.Serialization;
using ImagingGateway.Dicom.Values;

namespace ImagingGateway.Filmless.Evidence;

/// <summary>A UID as a JSON string.</summary>
internal sealed class UidJson : JsonConverter<Uid>
{
    public override Uid Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString() ?? "");

    public override void Write(Utf8JsonWriter writer, Uid value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}
