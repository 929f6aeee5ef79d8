using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ImagingGateway.Dicom.DataSets;
using ImagingGateway.Dicom.Dictionary;
using ImagingGateway.Dicom.Encoding;
using ImagingGateway.Dicom.Values;
using ImagingGateway.Storage.Query;

namespace ImagingGateway.Filmless.Evidence;

/// <summary>Makes manifests.</summary>
public sealed class StudyManifests(IStudyList studies, IInstanceSearch search, IEvidenceSource source, TimeProvider clock)
{
    private static readonly Tag[] SeriesKeys =
    [
        Tags.SeriesInstanceUID, Tags.Modality, Tags.SeriesNumber, Tags.SeriesDescription, Tags.BodyPartExamined,
        Tags.Manufacturer, Tags.ManufacturerModelName, Tags.DeviceSerialNumber, Tags.StationName,
    ];

    private static readonly JsonSerializerOptions Form = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <returns>Null when there is no such study.</returns>
    public async Task<StudyManifest?> MakeAsync(Uid studyInstanceUid, CancellationToken cancellationToken)
    {
        if (await studies.FindAsync(studyInstanceUid, cancellationToken) is not { } study)
            return null;
        var instances = await source.InstancesAsync(studyInstanceUid, cancellationToken);
        var facts = await FactsOfSeriesAsync(studyInstanceUid, cancellationToken);
        var series = instances.GroupBy(instance => instance.SeriesInstanceUid)
            .Select(group => SeriesOf(group.Key, facts.GetValueOrDefault(group.Key) ?? new DataSet(), group)).ToList();
        return new StudyManifest(
            StudyManifest.FormatName, clock.GetUtcNow(), studyInstanceUid.Value, study.AccessionNumber, study.StudyDate, study.StudyTime, study.StudyDescription, study.InstitutionName,
            new ManifestCounts(series.Count, instances.Count, instances.Sum(instance => instance.NumberOfFrames), instances.Sum(instance => instance.Length)),
            ContentHashOf(instances), study.PendingVersions, series);
    }

    /// <summary>The manifest as UTF-8 JSON.</summary>
    public static byte[] ToJson(StudyManifest manifest) => JsonSerializer.SerializeToUtf8Bytes(manifest, Form);

    /// <summary>See <see cref="StudyManifest.ContentSha256"/>.</summary>
    public static string ContentHashOf(IEnumerable<EvidenceInstance> instances)
    {
        var lines = instances.OrderBy(instance => instance.SopInstanceUid.Value, StringComparer.Ordinal).Select(instance => $"{instance.SopInstanceUid} {instance.Sha256}\n");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(lines))));
    }

    private async Task<Dictionary<Uid, DataSet>> FactsOfSeriesAsync(Uid study, CancellationToken cancellationToken)
    {
        var facts = new Dictionary<Uid, DataSet>();
        var query = new IndexQuery(QueryLevel.Series, [new KeyMatch(Tags.StudyInstanceUID, study.Value)], SeriesKeys);
        await foreach (var answer in search.SearchAsync(query, cancellationToken))
            facts[answer.GetUid(Tags.SeriesInstanceUID)] = answer;
        return facts;
    }

    private static ManifestSeries SeriesOf(Uid uid, DataSet facts, IEnumerable<EvidenceInstance> instances) => new(
        uid.Value, facts.GetString(Tags.Modality), facts.GetInteger(Tags.SeriesNumber), facts.GetString(Tags.SeriesDescription), facts.GetString(Tags.BodyPartExamined),
        new ManifestDevice(
            facts.GetString(Tags.Manufacturer), facts.GetString(Tags.ManufacturerModelName), facts.GetString(Tags.DeviceSerialNumber), facts.GetString(Tags.StationName)),
        [.. instances.Select(instance => new ManifestInstance(
            instance.SopInstanceUid.Value, instance.SopClassUid.Value, instance.TransferSyntaxUid.Value, instance.InstanceNumber, instance.NumberOfFrames, instance.Length,
            instance.Sha256, instance.PixelDataSha256, instance.CallingAETitle, instance.ReceivedAt))]);
}
