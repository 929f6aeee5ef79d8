using System.Buffers;
using System.Collections.Frozen;
using System.Text.Json;
using ImagingGateway.Storage.Retrieve;

namespace ImagingGateway.Viewer.Api.DicomWeb.Retrieve;

/// <summary>
/// A series as the light viewer needs it: the attributes it reads, in the DICOM JSON Model (PS3.18 annex F) without <c>vr</c>; what all instances share
/// stands once: <c>{"shared":{…},"instances":[{…},…]}</c>. A hundredth of the metadata, which a slow line feels.
/// </summary>
internal sealed class StackFacts
{
    // what src/viewer/dicom.ts reads
    private static readonly FrozenSet<string> Read = FrozenSet.Create(
        "00080018", "00080060", "00082144", "00180040", "00181063", "00181065", "00181164", "00186011", "00186018", "0018601A", "0018601C", "0018601E", "00186024", "00186026", "0018602C",
        "0018602E", "00200013", "00280002", "00280004", "00280006", "00280008", "00280010", "00280011", "00280030", "00280034", "00280100", "00280101", "00280102", "00280103", "00281050",
        "00281051", "00281052", "00281053", "00281054", "00281055", "00281056", "00283000", "00283010", "00289110", "00289132", "00289145", "20500020", "52009229", "52009230", "7FE00008", "7FE00009");

    private readonly List<Dictionary<string, byte[]>> _instances = [];

    private StackFacts()
    {
    }

    /// <summary>How many instances it describes.</summary>
    public int Count => _instances.Count;

    public static async Task<StackFacts> OfAsync(IInstanceRetrieve retrieve, RetrieveScope scope, CancellationToken cancellationToken)
    {
        var facts = new StackFacts();
        await foreach (var metadata in retrieve.MetadataAsync(scope, cancellationToken))
        {
            using var json = JsonDocument.Parse(metadata.Json, new JsonDocumentOptions { MaxDepth = 1024 });
            facts._instances.Add(json.RootElement.EnumerateObject().Where(attribute => Read.Contains(attribute.Name)).ToDictionary(attribute => attribute.Name, attribute => ValueOf(attribute.Value)));
        }

        return facts;
    }

    /// <summary>Writes the JSON, UTF-8.</summary>
    public void Write(IBufferWriter<byte> output)
    {
        var shared = _instances is [var first, .. var others]
            ? first.Where(attribute => others.TrueForAll(other => other.TryGetValue(attribute.Key, out var value) && value.AsSpan().SequenceEqual(attribute.Value))).ToDictionary()
            : [];
        using var json = new Utf8JsonWriter(output, ModelBody.WriterOptions);
        json.WriteStartObject();
        json.WriteStartObject("shared");
        Write(json, shared);
        json.WriteStartArray("instances");
        foreach (var instance in _instances)
        {
            json.WriteStartObject();
            Write(json, instance.Where(attribute => !shared.ContainsKey(attribute.Key)));
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, IEnumerable<KeyValuePair<string, byte[]>> attributes)
    {
        foreach (var (tag, value) in attributes)
        {
            json.WritePropertyName(tag);
            json.WriteRawValue(value, skipInputValidation: true);
        }

        json.WriteEndObject();
    }

    private static byte[] ValueOf(JsonElement attribute)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, ModelBody.WriterOptions))
            WriteAttribute(json, attribute);
        return bytes.WrittenSpan.ToArray();
    }

    private static void WriteAttribute(Utf8JsonWriter json, JsonElement attribute)
    {
        json.WriteStartObject();
        if (attribute.TryGetProperty("Value"u8, out var values))
        {
            json.WriteStartArray("Value");
            foreach (var value in values.EnumerateArray())
            {
                if (value.ValueKind == JsonValueKind.Object)
                    WriteItem(json, value);
                else
                    value.WriteTo(json);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteItem(Utf8JsonWriter json, JsonElement item)
    {
        json.WriteStartObject();
        foreach (var attribute in item.EnumerateObject().Where(attribute => Read.Contains(attribute.Name)))
        {
            json.WritePropertyName(attribute.Name);
            WriteAttribute(json, attribute.Value);
        }

        json.WriteEndObject();
    }
}
