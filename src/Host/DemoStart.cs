using System.Text.Json;

namespace ImagingGateway.Host;

/// <summary>
/// What the demo's first start on a data directory was made of. Kept before anything is sent: a start that was interrupted is gone on with, with the same
/// images at the same times, so that nothing comes twice.
/// </summary>
/// <param name="Seed">Of all identifiers.</param>
/// <param name="HospitalTime">When it began; modalities write local time, and Viet Nam has one zone.</param>
internal sealed record DemoStart(Guid Seed, DateTime HospitalTime)
{
    public static DemoStart In(string directory, DateTimeOffset now)
    {
        Directory.CreateDirectory(directory);
        var path = Path.Combine(directory, "start.json");
        if (File.Exists(path) && JsonSerializer.Deserialize<DemoStart>(File.ReadAllText(path)) is { } known)
            return known;
        var made = new DemoStart(Guid.NewGuid(), now.UtcDateTime.AddHours(7));
        File.WriteAllText(path + ".new", JsonSerializer.Serialize(made));
        File.Move(path + ".new", path, overwrite: true);
        return made;
    }
}
