using ImagingGateway.Transcoding;
using ImagingGateway.Transcoding.Compression;
using ImagingGateway.Viewer.Api.Health;
using ImagingGateway.Viewer.Api.Resources;

namespace ImagingGateway.Host;

/// <summary>Tells the health page how far this node is with compressing old studies; nothing when that is off.</summary>
internal sealed class CompressionHealth(TranscodingOptions options, ColdCompression compression) : IHealthSource
{
    public HealthCheck? Read()
    {
        if (options.CompressAfterDays == 0)
            return null;
        var facts = new List<HealthFact> { new("HealthCompressionOn", options.CompressAfterDays) };
        if (compression.LastRun is { } run)
        {
            facts.Add(new HealthFact(run.EndedAt is null ? "HealthCompressionRuns" : "HealthCompressionRan", run.Studies, Show.Count(run.Compressed), Show.Count(run.Kept), Show.Bytes(run.BytesBefore), Show.Bytes(run.BytesAfter)));
            if (run.EndedAt is { } end)
                facts.Add(new HealthFact("HealthCompressionEnded", Show.Time(end)));
        }

        return new HealthCheck("Compression", HealthState.Good, facts);
    }
}
