using System.Text.Json;
using System.Text.Json.Serialization;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Ingest;

namespace ImagingGateway.Storage.Objects;

/// <summary>What is kept beside an instance's bytes so that the index can be made again from the objects alone: ASCII JSON.</summary>
internal static partial class ObjectFacts
{
    public static string Write(string? sha256, InstanceSource? source) => JsonSerializer.Serialize(
        new Facts(sha256, source?.Origin, source?.CallingAETitle?.Value, source?.CalledAETitle?.Value, source?.RemoteAddress, source?.UserName), Json.Default.Facts);

    /// <summary>Reads them; what is unreadable is as good as not there.</summary>
    public static (string? Sha256, InstanceSource? Source) Read(string? text)
    {
        try
        {
            if (text is not null && JsonSerializer.Deserialize(text, Json.Default.Facts) is { } facts)
            {
                return (facts.Sha256, facts.Origin is { } origin
                    ? new InstanceSource(origin, TitleOf(facts.Calling), TitleOf(facts.Called), facts.Remote, facts.User)
                    : null);
            }
        }
        catch (JsonException)
        {
        }

        return (null, null);
    }

    private static AETitle? TitleOf(string? text) => AETitle.TryParse(text, out var title) ? title : null;

    private sealed record Facts(string? Sha256, IngestOrigin? Origin, string? Calling, string? Called, string? Remote, string? User);

    [JsonSerializable(typeof(Facts))]
    [JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
    private sealed partial class Json : JsonSerializerContext;
}
