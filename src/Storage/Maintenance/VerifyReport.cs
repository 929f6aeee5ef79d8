using System.Text.Json;
using System.Text.Json.Serialization;

namespace ImagingGateway.Storage.Maintenance;

/// <summary>What the latest verification found so far; kept in the index, so that the health page tells it.</summary>
/// <param name="At">When it was last added to.</param>
/// <param name="IsFinished">Everything was read; else the run was interrupted or is going on.</param>
/// <param name="Checked">Images read back, interrupted runs together.</param>
/// <param name="Faults">Damaged or missing.</param>
/// <param name="Examples">SOP Instance UIDs of the first of them, at most <see cref="MostExamples"/>.</param>
public sealed partial record VerifyReport(DateTimeOffset At, bool IsFinished, long Checked, long Faults, IReadOnlyList<string> Examples)
{
    public const int MostExamples = 10;

    internal static VerifyReport Begun(DateTimeOffset at) => new(at, false, 0, 0, []);

    /// <summary>Null for text that is none.</summary>
    internal static VerifyReport? Parse(string? text)
    {
        try
        {
            return text is null ? null : JsonSerializer.Deserialize(text, ReportJson.Default.VerifyReport);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    internal string ToText() => JsonSerializer.Serialize(this, ReportJson.Default.VerifyReport);

    internal VerifyReport With(DateTimeOffset at, VerifyProgress progress, int checkedNow) => this with
    {
        At = at, Checked = Checked + checkedNow, Faults = Faults + progress.Found.Count,
        Examples = [.. Examples.Concat(progress.Found.Select(found => found.Bytes.SopInstance.Value)).Take(MostExamples)],
    };

    [JsonSerializable(typeof(VerifyReport))]
    private sealed partial class ReportJson : JsonSerializerContext;
}
